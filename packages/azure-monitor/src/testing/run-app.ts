import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const REGISTER = path('../register.ts')

export type App =
  | 'ask.mjs'
  | 'ask.cjs'
  | 'configured.mjs'
  | 'imports.mjs'
  | 'invocation.mjs'
  | 'joined.mjs'
  | 'many-calls.mjs'
  | 'sockets.mjs'
  | 'stays.mjs'

export interface RunOptions {
  readonly app: App
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Node's options before the application; by default our `register` alone. */
  readonly preload?: readonly string[]
  /** Called with each chunk of stdout. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
}

export interface RunResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly millis: number
}

export const REGISTERED: readonly string[] = ['--import', REGISTER]
export const OWN_SDK: readonly string[] = ['--import', path('apps/own-sdk.mjs')]
/** What OpenTelemetry's documentation says for ES modules. */
export const DOCUMENTED_HOOK: readonly string[] = [
  `--experimental-loader=${createRequire(import.meta.url).resolve('@opentelemetry/instrumentation/hook.mjs')}`,
  '--no-warnings',
]
export const OTHER_SDK: readonly string[] = ['--import', path('apps/other-sdk.mjs')]
export const HURRIED: readonly string[] = ['--require', path('apps/hurry.cjs')]
export const SKEWED: readonly string[] = ['--require', path('apps/skewed.cjs')]
export const WATCHED: readonly string[] = ['--require', path('apps/watch-sockets.cjs')]

/** Runs one of the applications in a process of its own, from our sources, and waits for its end. */
export async function runApp(options: RunOptions): Promise<RunResult> {
  const { app, args = [], env = {}, preload = REGISTERED, onOutput } = options
  const started = performance.now()
  const child = spawn(
    process.execPath,
    ['--conditions=@kansoku/source', ...preload, path(`apps/${app}`), ...args],
    { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    onOutput?.(stdout, (signal) => child.kill(signal))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await once(child, 'close')
  return {
    code: child.exitCode,
    signal: child.signalCode,
    stdout,
    stderr,
    millis: performance.now() - started,
  }
}
