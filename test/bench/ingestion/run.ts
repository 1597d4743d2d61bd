/* oxlint-disable no-await-in-loop -- one request after the other is what a sender and a page do */
/**
 * How many rows a second the workbench takes while its page is open, and what it needs for that.
 * `node test/bench/ingestion/run.ts --seconds 60 --rate 15000`, on an idle machine; without `--rate` as fast as it goes.
 * Senders, page and workbench share the machine; the workbench is a process of its own.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { batch } from './batch.ts'
import { openPage } from './page.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string' },
    senders: { type: 'string', default: '4' },
    rows: { type: 'string', default: '512' },
    /** Keeps the folder, for other measurements over many rows. */
    data: { type: 'string' },
    'no-page': { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const rate = values.rate === undefined ? Number.POSITIVE_INFINITY : Number(values.rate)
const rowsPerRequest = Number(values.rows)

const data = values.data ?? mkdtempSync(join(tmpdir(), 'kansoku-bench-'))
const workbench = spawn(
  process.execPath,
  [
    ...process.execArgv,
    '--conditions=@kansoku/source',
    fileURLToPath(new URL('../../../packages/workbench/src/cli.ts', import.meta.url)),
    'dev',
    '--port=0',
    `--data=${data}`,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
try {
  const [line] = (await once(workbench.stdout, 'data')) as [Buffer]
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(line.toString()) ?? []
  // The grammar is built in the background; that is no part of what a row costs.
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const page = values['no-page'] ? undefined : await openPage(url)
  const agent = new Agent({ keepAlive: true })
  const cpuAtStart = cpuSeconds(workbench.pid ?? 0)
  const started = performance.now()
  const elapsed = (): number => (performance.now() - started) / 1000
  let accepted = 0
  let sent = 0
  let slowest = 0
  const perSecond: number[] = []

  await Promise.all(Array.from({ length: Number(values.senders) }, send))
  const took = elapsed()
  const cpu = cpuSeconds(workbench.pid ?? 0) - cpuAtStart
  const megabytes = residentPeak(workbench.pid ?? 0)
  const pageReport = await page?.close()
  console.log({
    rows: accepted,
    seconds: Math.round(took * 10) / 10,
    rowsPerSecond: Math.round(accepted / took),
    slowestSecond: Math.min(...perSecond.slice(0, -1)),
    slowestAnswerMs: Math.round(slowest),
    workbenchCpuPerRow: `${Math.round((cpu / accepted) * 1e7) / 10} µs`,
    workbenchPeakMB: megabytes,
    fileMB: Math.round(statSync(join(data, 'kansoku.duckdb')).size / 1e6),
    ...pageReport,
  })

  async function send(): Promise<void> {
    while (elapsed() < seconds) {
      const due = (sent * rowsPerRequest) / rate
      sent += 1
      if (due > elapsed())
        await new Promise((resolve) => setTimeout(resolve, (due - elapsed()) * 1000))
      const body = batch(sent, rowsPerRequest)
      const from = performance.now()
      const status = await post(`${url}/v2.1/track`, body, agent)
      if (status !== 200) throw new Error(`The workbench answered ${status}`)
      slowest = Math.max(slowest, performance.now() - from)
      accepted += rowsPerRequest
      const second = Math.floor(elapsed())
      perSecond[second] = (perSecond[second] ?? 0) + rowsPerRequest
    }
  }
} finally {
  workbench.kill('SIGTERM')
  await once(workbench, 'exit')
  if (values.data === undefined) rmSync(data, { recursive: true, force: true })
}

async function post(url: string, body: Buffer, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode))
      },
    )
    sending.on('error', reject)
    sending.end(body)
  })
}

/** Linux only: user and system time of a process. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Linux only. */
function residentPeak(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1000)
}
