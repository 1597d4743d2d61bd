/**
 * An application that calls a model so many times a second, with the real client, a fetch that answers at once, and rows
 * that go to an endpoint. `node --expose-gc load-app.ts <connection string> <calls a second> <seconds>`
 */
import { createRequire } from 'node:module'
import { setTimeout } from 'node:timers/promises'

import { azureMonitor } from '@kansoku/azure-monitor'
import { instrumentOpenAI } from '@kansoku/instrumentation-openai'
import OpenAI from 'openai'

import { AZURE_WORKSPACE } from './places.ts'
import { SHAPES } from './shapes.ts'

export interface LoadResult {
  readonly calls: number
  /** Seconds that the calls took: more than asked for where the machine could not keep up. */
  readonly seconds: number
  /** Bytes of the heap after a collection: after a fifth of the time, at the end of it, and after the shutdown. */
  readonly heap: readonly [early: number, late: number, after: number]
  /** The most that the process had in memory, in bytes. */
  readonly mostResident: number
  /** Microseconds of CPU a call, the client's own work among them. */
  readonly cpuMicros: number
}

/** Calls are made in handfuls, as often as this. */
const TICK_MILLIS = 10

const [connectionString, perSecond = '1000', wantedSeconds = '60'] = process.argv.slice(2)
const { NodeSDK } = createRequire(`${AZURE_WORKSPACE}package.json`)('@opentelemetry/sdk-node') as {
  NodeSDK: new (options: object) => { start(): void; shutdown(): Promise<void> }
}
const sdk = new NodeSDK(
  azureMonitor({ connectionString, instrumentOpenAI: false, serviceName: 'load' }),
)
sdk.start()

const { body, contentType } = SHAPES.chat
const client = instrumentOpenAI(
  new OpenAI({
    apiKey: 'none',
    baseURL: 'https://api.openai.com/v1',
    fetch: async () => {
      await new Promise(setImmediate)
      return new Response(body, { headers: { 'content-type': contentType } })
    },
  }),
)

const total = Number(perSecond) * Number(wantedSeconds)
const started = performance.now()
const cpu = process.cpuUsage()
let calls = 0
let mostResident = 0
let early = 0
const underWay = new Set<Promise<unknown>>()

while (calls < total) {
  const due = Math.min(total, Math.ceil(((performance.now() - started) / 1000) * Number(perSecond)))
  for (; calls < due; calls++) {
    const call: Promise<unknown> = SHAPES.chat.call(client).then(() => underWay.delete(call))
    underWay.add(call)
  }
  mostResident = Math.max(mostResident, process.memoryUsage.rss())
  if (early === 0 && calls >= total / 5) early = heap()
  // oxlint-disable-next-line no-await-in-loop -- a clock
  await setTimeout(TICK_MILLIS)
}
await Promise.all(underWay)
const seconds = (performance.now() - started) / 1000
const { system, user } = process.cpuUsage(cpu)
const late = heap()
await sdk.shutdown()

const result: LoadResult = {
  calls,
  seconds,
  heap: [early, late, heap()],
  mostResident,
  cpuMicros: (user + system) / calls,
}
console.log(JSON.stringify(result))
process.exit()

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
