import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openStore } from '../store/store.ts'
import { startWorkbench } from '../workbench.ts'
import type { RunFacts } from './facts.ts'
import type { ProbeReport } from './report.ts'

export interface ObserveOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** When a command that runs on, as a server does, is asked to end. */
  readonly stopAfterMs: number
}

/** Beside this file, in the sources and as built. */
const PROBE = new URL(
  import.meta.url.endsWith('.ts') ? './probe.ts' : './probe.mjs',
  import.meta.url,
)

/** How long a command may take to end when it is asked to, before it is made to. */
const PATIENCE = 10_000

/** Runs a command with its telemetry sent to a workbench of its own, and looks on from within its process. */
export async function observe(options: ObserveOptions): Promise<RunFacts> {
  const folder = await mkdtemp(join(tmpdir(), 'kansoku-doctor-'))
  const report = join(folder, 'report.json')
  const data = join(folder, 'data')
  try {
    const workbench = await startWorkbench({ port: 0, data })
    const { NODE_OPTIONS = '', OTEL_LOG_LEVEL = 'error', ...env } = withoutOtlp(options.env)
    const child = spawn(options.command, options.args, {
      stdio: ['inherit', 'inherit', 'pipe'],
      env: {
        ...env,
        NODE_OPTIONS: `${NODE_OPTIONS} --import=${PROBE.href}`.trim(),
        // The API says only there that a second SDK came.
        OTEL_LOG_LEVEL,
        APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
        ...otlpTo(workbench.url),
        KANSOKU_DOCTOR_REPORT: report,
      },
    })
    const [stopped, said] = await Promise.all([ended(child, options.stopAfterMs), listen(child)])
    await workbench.close()
    return {
      probe: await readReport(report),
      ...(await countRows(data)),
      twoSdks: /Attempted duplicate registration of API: trace/u.test(said),
      stopped,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What says where OTLP goes, and how; its headers are somebody else's keys. */
const OTLP_VARIABLE =
  /^OTEL_EXPORTER_OTLP_(?:(?:TRACES|LOGS|METRICS)_)?(?:ENDPOINT|PROTOCOL|HEADERS)$/u

const withoutOtlp = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !OTLP_VARIABLE.test(name)))

/** An application that sends OTLP sends it to us; one that does not is not made to. */
const otlpTo = (url: string): NodeJS.ProcessEnv => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
})

/** True where we ended it. */
async function ended(child: ChildProcess, stopAfterMs: number): Promise<boolean> {
  let stopped = false
  const timers = [
    setTimeout(() => {
      stopped = child.kill('SIGTERM')
    }, stopAfterMs),
    setTimeout(() => child.kill('SIGKILL'), stopAfterMs + PATIENCE),
  ]
  try {
    await once(child, 'close')
  } finally {
    for (const timer of timers) clearTimeout(timer)
  }
  return stopped
}

/** What it writes to stderr, which goes on to ours. */
async function listen({ stderr }: ChildProcess): Promise<string> {
  let said = ''
  stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    process.stderr.write(chunk)
    said += chunk
  })
  if (stderr !== null) await once(stderr, 'close')
  return said
}

async function readReport(file: string): Promise<ProbeReport | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as ProbeReport)
}

/**
 * In the database's own SQL: the KQL engine takes over a second to start, for two numbers. Calls are counted by their
 * ids, since an application may send each to Azure and to a collector.
 */
async function countRows(data: string): Promise<{ calls: number; rows: number }> {
  const store = await openStore({ data })
  const connection = await store.connection()
  try {
    const result = await connection.runAndReadAll(`
      SELECT count(*)::INTEGER,
        count(DISTINCT Id) FILTER (Properties LIKE '%"gen_ai.operation.name"%')::INTEGER
      FROM AppDependencies`)
    const [[rows, calls] = [0, 0]] = result.getRows() as [number, number][]
    return { rows, calls }
  } finally {
    connection.closeSync()
    await store.close()
  }
}
