import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { CLOSED_PORT, connectionStringFor, ingestionServer } from './testing/ingestion-server.ts'
import { modelServer, type ModelServer } from './testing/model-server.ts'
import { runApp } from './testing/run-app.ts'
import { storedTypes } from './testing/stored.ts'
import { withFlush } from './with-flush.ts'

let model: ModelServer
const storage = mkdtempSync(join(tmpdir(), 'kansoku-flush-'))
beforeAll(async () => {
  model = await modelServer()
})
afterAll(async () => {
  await model[Symbol.asyncDispose]()
  rmSync(storage, { recursive: true })
})

const invoke = (how: string, connectionString: string, folder = storage) =>
  runApp({
    app: 'invocation.mjs',
    args: [how],
    env: {
      MODEL_URL: model.url,
      KANSOKU_STORAGE_DIRECTORY: folder,
      APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
    },
  })

describe.concurrent('withFlush', { timeout: 30_000 }, () => {
  it.each([
    ['return', 'Yes\n'],
    ['throw', 'RangeError: the handler failed\n'],
    ['hook', 'Yes\n'],
  ])('has the rows at the endpoint when the host may end the process (%s)', async (how, stdout) => {
    await using ingestion = await ingestionServer()
    const run = await invoke(how, ingestion.connectionString)
    expect(run).toMatchObject({ signal: 'SIGKILL', stdout, stderr: '' })
    expect(ingestion.ofType('RemoteDependencyData')).toHaveLength(1)
  })

  it('has them on disk in bounded time where the endpoint is down', async () => {
    const folder = mkdtempSync(join(storage, 'down-'))
    const run = await invoke('return', connectionStringFor(CLOSED_PORT), folder)
    expect(run).toMatchObject({ signal: 'SIGKILL', stdout: 'Yes\n', stderr: '' })
    expect(storedTypes(folder).filter((type) => type === 'RemoteDependencyData')).toHaveLength(1)
    expect(run.millis).toBeLessThan(10_000)
  })

  it('gives the handler its own this and arguments, and its result or error, where nothing is sent', async () => {
    const host = {
      name: 'host',
      handler: withFlush(function (this: { name: string }, a: number, b: number) {
        if (b === 0) throw new RangeError('by zero')
        return `${this.name} ${a / b}`
      }),
    }
    expect(await host.handler(6, 3)).toBe('host 2')
    await expect(host.handler(6, 0)).rejects.toEqual(new RangeError('by zero'))
  })
})
