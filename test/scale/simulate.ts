/**
 * What a fleet of so many processes and calls does to queues, memory, tables and money: real envelopes, multiplied, and a
 * simulated queue. Prints the tables of docs/guides/at-scale.md; `--write` puts them there. After a build:
 *
 *     node --expose-gc test/scale/simulate.ts [--write] [--analytics 2.30] [--mattering 0.01]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { type Measured, measured, type Size, type Sizes } from './measured.ts'
import { day, ratioWithin, rowsPerSecond, storedGigabytes } from './plan.ts'
import { type Load, simulateQueue } from './queue.ts'

const { values } = parseArgs({
  options: {
    write: { type: 'boolean' },
    /** Money for a gigabyte in tables of the Analytics plan. */
    analytics: { type: 'string', default: '2.30' },
    /** The part of the calls that fails or is invalid. */
    mattering: { type: 'string', default: '0.01' },
  },
})
const price = Number(values.analytics)
const mattering = Number(values.mattering)

/** The default of Azure's daily cap, and what one resource takes (azure-monitor-docs, application-insights-limits). */
const DAILY_CAP_GIGABYTES = 100
const EVENTS_PER_SECOND = 32_000
const DAYS = 30

/** The SDK's and the exporter's own numbers, with an endpoint that is not on this machine. */
const QUEUE = { batchSize: 512, queueSize: 2048, batchDelay: 5000, seconds: 300 } as const
/** Four tries, then the disk. */
const OUTAGE = { from: 60_000, until: 240_000, latency: 6000 } as const
const PER_PROCESS = [1, 10, 100, 500, 1000, 5000] as const
const LATENCIES = [50, 250, 1000] as const

const FLEETS = [
  [10, 1],
  [10, 10],
  [1000, 1],
  [1000, 10],
  [1000, 100],
  [1000, 1000],
  [100_000, 100],
  [100_000, 1000],
] as const

const found = await measured()
const tables = [rowsTable(found), queueTable(found), fleetTable(found)].join('\n\n')
console.log(tables)
if (values.write) {
  const page = new URL('../../docs/guides/at-scale.md', import.meta.url)
  const text = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    text.replace(/(<!-- simulated -->\n)[\s\S]*?(<!-- end -->)/, `$1${tables}\n$2`),
  )
}

function rowsTable({
  call,
  callWithContent,
  contentCharacters,
  failedCall,
  metrics,
}: Measured): string {
  const line = (title: string, sizes: Sizes): string =>
    Object.entries(sizes)
      .map(
        ([table, { rows, sent, stored }]) =>
          `| ${title} | ${table} | ${rows.toFixed(0)} | ${whole(sent)} | ${whole(stored)} |`,
      )
      .join('\n')
  return `| what | table | rows | bytes sent | bytes of the columns |
|---|---|--:|--:|--:|
${line('a chat, content off', call)}
${line(`the same with ${whole(contentCharacters)} characters of Japanese on the row`, callWithContent)}
${line('a chat that fails', failedCall)}
${line('the metrics of a process, once a minute', metrics)}`
}

function queueTable({ waitingBytes }: Measured): string {
  const rows = PER_PROCESS.map((callsPerSecond) => {
    const load = (latency: number, rest: Partial<Load> = {}): Load => ({
      ...QUEUE,
      callsPerSecond,
      latency,
      ...rest,
    })
    const cells = LATENCIES.map((latency) => {
      const { calls, dropped, mostWaiting } = simulateQueue(load(latency))
      return dropped > 0 ? `${percent(dropped / calls)} lost` : whole(mostWaiting)
    })
    const steady = simulateQueue(load(LATENCIES[0]))
    const down = simulateQueue(load(LATENCIES[0], { outage: OUTAGE }))
    return [
      [whole(callsPerSecond)],
      cells,
      [
        ((steady.requests / QUEUE.seconds) * 60).toFixed(0),
        `${((steady.mostWaiting * waitingBytes) / 1e6).toFixed(1)} MB`,
        down.dropped > 0 ? `${percent(down.dropped / down.calls)} lost` : 'on disk',
      ],
    ].flat()
  })
  return `| calls a second in one process | ${LATENCIES.map((latency) => `waiting at most, ${latency} ms`).join(' | ')} | requests a minute | memory of what waits | endpoint down for three minutes |
|--:|${'--:|'.repeat(LATENCIES.length + 3)}
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`
}

function fleetTable(sizes: Measured): string {
  const rows = FLEETS.map(([callsPerSecond, processes]) => {
    const fleet = { callsPerSecond, processes, mattering }
    const all = day(sizes, { ...fleet, ratio: 1 })
    const { AppDependencies, AppExceptions, AppMetrics } = all
    const ratio = ratioWithin(DAILY_CAP_GIGABYTES, sizes, fleet)
    const kept = day(sizes, { ...fleet, ratio })
    const perSecond = rowsPerSecond(all)
    return [
      whole(callsPerSecond),
      whole(processes),
      storedIn(AppDependencies),
      storedIn(AppExceptions),
      storedIn(AppMetrics),
      money(all),
      `${whole(perSecond)}${perSecond > EVENTS_PER_SECOND ? ' (too many)' : ''}`,
      ratio === 1 ? 'all' : ratio === 0 ? 'none' : `1 in ${whole(1 / ratio)}`,
      gigabytes(storedGigabytes(kept)),
      money(kept),
    ]
  })
  return `| calls a second | processes | AppDependencies, GB a day | AppExceptions | AppMetrics | money a month | rows a second | ordinary calls kept, for ${DAILY_CAP_GIGABYTES} GB a day | GB a day then | money a month |
|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`
}

function money(sizes: Sizes): string {
  return whole(storedGigabytes(sizes) * DAYS * price)
}

function storedIn(size: Size | undefined): string {
  return gigabytes((size?.stored ?? 0) / 1e9)
}

function gigabytes(value: number): string {
  return value >= 100 ? whole(value) : value.toFixed(value < 1 ? 3 : 1)
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part < 0.01 ? 2 : 0)} %`
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
