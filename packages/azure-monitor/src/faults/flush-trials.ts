/**
 * Kills a process right after `withFlush` has given its answer, as often as the first argument says, and counts the calls
 * whose rows are neither at the endpoint nor on disk:
 *
 *     node --conditions=@kansoku/source packages/azure-monitor/src/faults/flush-trials.ts 500
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { callsIn, type Fault, faultyIngestion } from '../testing/faulty-ingestion.ts'
import { modelServer } from '../testing/model-server.ts'
import { runApp } from '../testing/run-app.ts'
import { stored } from '../testing/stored.ts'

/** What the endpoint does, in turn. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'takes everything': ({ answer }) => answer(200),
  'never answers': () => undefined,
  'breaks connections': ({ response }) => response.destroy(),
  'answers 429': ({ answer }) => answer(429),
  'answers 500': ({ answer }) => answer(500),
}

export interface Trials {
  /** Per kind of endpoint. */
  readonly outcomes: Readonly<Record<string, Outcome>>
  /** The longest time from the start of a process to its death, in milliseconds. */
  readonly slowestMillis: number
}

export interface Outcome {
  readonly delivered: number
  readonly onDisk: number
  readonly lost: number
}

/** @param parallel how many processes at a time */
export async function flushTrials(count: number, parallel: number): Promise<Trials> {
  const names = Object.keys(FAULTS)
  const results: Trial[] = []
  await using model = await modelServer()
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) {
      const name = names[next++ % names.length] ?? ''
      // oxlint-disable-next-line no-await-in-loop -- so many at a time
      results.push({ name, ...(await trial(FAULTS[name] as Fault, model.url)) })
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  return {
    outcomes: Object.fromEntries(names.map((name) => [name, sum(results, name)])),
    slowestMillis: Math.round(Math.max(...results.map(({ millis }) => millis))),
  }
}

interface Trial extends Outcome {
  readonly name: string
  readonly millis: number
}

async function trial(fault: Fault, modelUrl: string): Promise<Omit<Trial, 'name'>> {
  const folder = mkdtempSync(join(tmpdir(), 'kansoku-trial-'))
  await using endpoint = await faultyIngestion(fault)
  const { millis, signal } = await runApp({
    app: 'invocation.mjs',
    args: ['return'],
    env: {
      MODEL_URL: modelUrl,
      KANSOKU_STORAGE_DIRECTORY: folder,
      APPLICATIONINSIGHTS_CONNECTION_STRING: endpoint.connectionString,
    },
  })
  if (signal !== 'SIGKILL') throw new Error(`the process ended by ${signal ?? 'itself'}`)
  const delivered = endpoint.taken().length
  const onDisk = callsIn(stored(folder)).length
  rmSync(folder, { recursive: true })
  return { millis, delivered, onDisk, lost: 1 - delivered - onDisk }
}

function sum(trials: readonly Trial[], wanted: string): Outcome {
  const those = trials.filter(({ name }) => name === wanted)
  const total = (of: (trial: Trial) => number): number =>
    those.reduce((all, each) => all + of(each), 0)
  return {
    delivered: total(({ delivered }) => delivered),
    onDisk: total(({ onDisk }) => onDisk),
    lost: total(({ lost }) => lost),
  }
}

if (import.meta.main) console.log(JSON.stringify(await flushTrials(Number(process.argv[2]), 3)))
