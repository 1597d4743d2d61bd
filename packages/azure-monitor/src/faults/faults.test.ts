import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import {
  callsIn,
  type Fault,
  faultyIngestion,
  type FaultyIngestion,
} from '../testing/faulty-ingestion.ts'
import { CLOSED_PORT, connectionStringFor } from '../testing/ingestion-server.ts'
import { HURRIED, REGISTERED, runApp, type RunResult, SKEWED } from '../testing/run-app.ts'
import { stored, storedFiles } from '../testing/stored.ts'

const storage = mkdtempSync(join(tmpdir(), 'kansoku-faults-'))
afterAll(() => rmSync(storage, { recursive: true }))
const folder = (): string => mkdtempSync(join(storage, 'run-'))

/** What each run does, in four batches. */
const COUNT = 40
const CALLS = Array.from({ length: COUNT }, (_, index) => `call-${index}`)

const calls = (
  connectionString: string,
  there: string,
  preload: readonly string[] = REGISTERED,
): Promise<RunResult> =>
  runApp({
    app: 'many-calls.mjs',
    args: [String(COUNT)],
    preload,
    onOutput: (_text, kill) => kill('SIGTERM'),
    env: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
      KANSOKU_SHUTDOWN_TIMEOUT: '1500',
      KANSOKU_STORAGE_DIRECTORY: there,
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '10',
    },
  })

/** A later process of the same application, while the endpoint takes everything. */
async function later(there: string): Promise<string[]> {
  await using healthy = await faultyIngestion(accept)
  await runApp({
    app: 'stays.mjs',
    args: [there],
    preload: [...HURRIED, ...REGISTERED],
    env: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: healthy.connectionString,
      KANSOKU_STORAGE_DIRECTORY: there,
    },
  })
  return healthy.taken()
}

const accept: Fault = ({ answer }) => answer(200)

interface Scenario {
  readonly fault: Fault
  /** Where to send to; by default to the endpoint that has the fault. */
  readonly to?: (endpoint: FaultyIngestion) => string | Promise<string>
  readonly preload?: readonly string[]
  /** What is left on disk when the process has ended; where retries help, a busy machine may run out of time for some. */
  readonly leaves: readonly ('everything' | 'something' | 'nothing')[]
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'is healthy': { fault: accept, leaves: ['nothing'] },
  'is down': {
    fault: accept,
    to: async () => connectionStringFor(CLOSED_PORT),
    leaves: ['everything'],
  },
  'takes its time': {
    fault: ({ answer }) => setTimeout(answer, 200, 200),
    leaves: ['nothing'],
  },
  'never answers': { fault: () => undefined, leaves: ['everything'] },
  'answers 429': { fault: ({ answer }) => answer(429), leaves: ['everything'] },
  'answers 429 for an hour': {
    fault: ({ answer, response }) => {
      response.setHeader('retry-after', '3600')
      answer(429)
    },
    leaves: ['everything'],
  },
  'answers 429 for a second': {
    fault: ({ answer, number, response }) => {
      if (number > 0) return answer(200)
      response.setHeader('retry-after', '1')
      answer(429)
    },
    leaves: ['nothing', 'something'],
  },
  'takes every other row': {
    fault: ({ answer, envelopes }) =>
      answer(
        206,
        envelopes
          .map((_, index) => ({ index, statusCode: 500, message: 'later' }))
          .filter(({ index }) => index % 2 === 1),
      ),
    leaves: ['something'],
  },
  'answers 500': { fault: ({ answer }) => answer(500), leaves: ['everything'] },
  'answers 500 once': {
    fault: ({ answer, number }) => answer(number === 0 ? 500 : 200),
    leaves: ['nothing', 'something'],
  },
  'answers 401': { fault: ({ answer }) => answer(401), leaves: ['everything'] },
  'breaks connections': { fault: ({ response }) => response.destroy(), leaves: ['everything'] },
  'breaks every other connection': {
    fault: ({ answer, number, response }) => (number % 2 === 0 ? response.destroy() : answer(200)),
    leaves: ['nothing', 'something'],
  },
  'refuses TLS': {
    fault: accept,
    to: ({ connectionString }) => connectionString.replace('http:', 'https:'),
    leaves: ['everything'],
  },
  'is in another time': {
    fault: accept,
    preload: [...SKEWED, ...REGISTERED],
    leaves: ['nothing'],
  },
  'asks for patience until an hour of another time': {
    fault: ({ answer, response }) => {
      response.setHeader('retry-after', new Date(Date.now() + 3_600_000).toUTCString())
      answer(429)
    },
    preload: [...SKEWED, ...REGISTERED],
    leaves: ['everything'],
  },
}

describe.concurrent('where the endpoint', { timeout: 60_000 }, () => {
  it.each(Object.entries(SCENARIOS))(
    '%s, each row is there once, or on disk',
    async (_, { fault, leaves, preload, to }) => {
      const there = folder()
      await using endpoint = await faultyIngestion(fault)
      const target = (await to?.(endpoint)) ?? endpoint.connectionString
      const run = await calls(target, there, preload)

      expect(run.signal).toBe('SIGTERM')
      const [taken, onDisk] = [endpoint.taken(), callsIn(stored(there))]
      expect([...taken, ...onDisk].toSorted()).toEqual(CALLS.toSorted())
      const left =
        onDisk.length === COUNT ? 'everything' : onDisk.length > 0 ? 'something' : 'nothing'
      expect(leaves).toContain(left)
      expect(run.millis).toBeLessThan(12_000)
    },
  )
})

describe.concurrent('what lies on disk', { timeout: 60_000 }, () => {
  it.each([
    ['was down', async (): Promise<string> => connectionStringFor(CLOSED_PORT), accept],
    ['refused some', undefined, SCENARIOS['takes every other row']?.fault ?? accept],
  ])('is sent once, by a later process, after an endpoint that %s', async (_, to, fault) => {
    const there = folder()
    await using endpoint = await faultyIngestion(fault)
    await calls((await to?.()) ?? endpoint.connectionString, there)
    expect(stored(there).length).toBeGreaterThan(0)
    const sent = await later(there)
    expect([...endpoint.taken(), ...sent].toSorted()).toEqual(CALLS.toSorted())
    expect(stored(there)).toEqual([])
  })
})

const LOSS =
  /^kansoku: up to (\d+) spans and log records could not be delivered and are not on disk either/gm
/** The last number that was said. */
const lost = ({ stderr }: RunResult): number => Number([...stderr.matchAll(LOSS)].at(-1)?.[1])

describe.concurrent('what is lost is counted', { timeout: 60_000 }, () => {
  it('where the endpoint is down and there can be no folder', async () => {
    const file = join(folder(), 'a-file')
    writeFileSync(file, '')
    const run = await calls(connectionStringFor(CLOSED_PORT), file)
    expect([run.signal, lost(run)]).toEqual(['SIGTERM', COUNT])
  })

  it('where the endpoint is down and the folder has its 50 MB', async () => {
    const there = folder()
    const down = connectionStringFor(CLOSED_PORT)
    await calls(down, there)
    expect(callsIn(stored(there))).toHaveLength(COUNT)
    const full = join(dirname(storedFiles(there)[0] ?? ''), 'full')
    writeFileSync(full, '')
    truncateSync(full, 50_000_001)
    const run = await calls(down, there)
    expect([run.signal, lost(run)]).toEqual(['SIGTERM', COUNT])
  })

  it('where the endpoint refuses rows for good', async () => {
    await using endpoint = await faultyIngestion(({ answer }) => answer(400))
    const there = folder()
    const run = await calls(endpoint.connectionString, there)
    expect([run.signal, lost(run), stored(there)]).toEqual(['SIGTERM', COUNT, []])
  })
})
