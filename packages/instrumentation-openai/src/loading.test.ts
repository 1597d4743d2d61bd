import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runApp } from './testing/child.ts'
import { choice, completion } from './testing/fixtures.ts'
import { type ModelServer, startServer } from './testing/server.ts'

let server: ModelServer

beforeAll(async () => {
  server = await startServer()
  server.answer({ json: completion([choice({ content: 'Yes' })]) })
})
afterAll(() => server.close())

describe('loading before the application', () => {
  const quiet = { open: 0, warnings: [] }

  it('traces an ESM application through the loader hook', async () => {
    expect(await runApp('esm.mjs', { BASE_URL: server.baseURL })).toEqual({
      spans: [{ name: 'chat esm', finish: ['stop'] }],
      ...quiet,
    })
  })

  it('traces a CommonJS application', async () => {
    expect(await runApp('commonjs.cjs', { BASE_URL: server.baseURL })).toEqual({
      spans: [{ name: 'chat commonjs', finish: ['stop'] }],
      ...quiet,
    })
  })

  it('traces both class trees where a process imports and requires the client', async () => {
    expect(await runApp('both.mjs', { BASE_URL: server.baseURL })).toEqual({
      spans: [
        { name: 'chat imported', finish: ['stop'] },
        { name: 'chat required', finish: ['stop'] },
      ],
      ...quiet,
    })
  })
})
