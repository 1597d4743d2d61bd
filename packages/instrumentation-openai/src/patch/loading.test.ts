import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runApp } from '../testing/child.ts'
import { MAJORS } from '../testing/clients.ts'
import { choice, completion } from '../testing/fixtures.ts'
import { type ModelServer, startServer } from '../testing/server.ts'

let server: ModelServer

beforeAll(async () => {
  server = await startServer()
  server.answer({ json: completion([choice({ content: 'Yes' })]) })
})
afterAll(() => server.close())

describe.each(MAJORS)('loading before an application with openai %i', (major) => {
  const quiet = { open: 0, warnings: [] }

  it('traces an ESM application through the loader hook', async () => {
    expect(await runApp('esm.mjs', major, server.baseURL)).toEqual({
      spans: [{ name: 'chat esm', finish: ['stop'] }],
      ...quiet,
    })
  })

  it('traces a client that is imported by another name', async () => {
    expect(await runApp('aliased.mjs', major, server.baseURL)).toEqual({
      spans: [{ name: 'chat aliased', finish: ['stop'] }],
      ...quiet,
    })
  })

  it('traces a CommonJS application', async () => {
    expect(await runApp('commonjs.cjs', major, server.baseURL)).toEqual({
      spans: [{ name: 'chat commonjs', finish: ['stop'] }],
      ...quiet,
    })
  })

  it('traces both class trees where a process imports and requires the client', async () => {
    expect(await runApp('both.mjs', major, server.baseURL)).toEqual({
      spans: [
        { name: 'chat imported', finish: ['stop'] },
        { name: 'chat required', finish: ['stop'] },
      ],
      ...quiet,
    })
  })

  it('traces a worker thread', async () => {
    expect(await runApp('worker.mjs', major, server.baseURL)).toEqual({
      spans: [{ name: 'chat worker', finish: ['stop'] }],
      ...quiet,
    })
  })

  it.each(['subpath.mjs', 'subpath.cjs'])('traces the class of a subpath: %s', async (app) => {
    // openai 4 has no `openai/client`.
    const spans = [{ name: 'chat subpath', finish: ['stop'] }]
    const loaded = major === 4 ? undefined : await runApp(app, major, server.baseURL)
    expect(loaded).toEqual(loaded && { spans, ...quiet })
  })
})
