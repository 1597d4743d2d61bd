import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** How a user starts an app with telemetry. */
export const REGISTER = ['--import', '@kansoku/azure-monitor/register'] as const
export const CHATBOT: string = fromRoot('examples/rag-chatbot/main.ts')
const MODEL_SERVER = fromRoot('examples/rag-chatbot/model-server/main.ts')
export const KANSOKU: string = fromRoot('packages/workbench/bin/kansoku.mjs')

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  readonly exit: Promise<Exit>
  /** The first line of stdout or stderr that `pattern` matches; rejects where the process ends without one. */
  readonly line: (pattern: RegExp) => Promise<RegExpExecArray>
}

export interface ModelServer extends Running {
  /** Of the server; `baseURL` is what the client takes. */
  readonly url: string
  readonly baseURL: string
}

export interface Workbench extends Running {
  readonly url: string
  readonly connectionString: string
}

/** Starts a process of ours, without what the surrounding run put into the environment. */
export function start(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): Running {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  const lines: string[] = []
  const waiting = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text))
    createInterface({ input: child[name] }).on('line', (line) => {
      lines.push(line)
      for (const look of waiting) look()
    })
  }
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, ...output }))
  })
  const line = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        for (const seen of lines) {
          const match = pattern.exec(seen)
          if (!match) continue
          waiting.delete(look)
          resolve(match)
          return
        }
      }
      waiting.add(look)
      look()
      void exit.then(() =>
        reject(new Error(`ended without a line like ${pattern}\n${output.stdout}${output.stderr}`)),
      )
    })
  return { child, exit, line }
}

/** Runs to its end. */
export function run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Exit> {
  return start(args, env).exit
}

export async function startModelServer(options: readonly string[] = []): Promise<ModelServer> {
  const running = start([MODEL_SERVER, ...options])
  const [json] = await running.line(/^\{.*"baseURL".*\}$/)
  const { url, baseURL } = JSON.parse(json) as { url: string; baseURL: string }
  return { ...running, url, baseURL }
}

export async function startWorkbench(data: string, port = 0): Promise<Workbench> {
  const running = start([KANSOKU, 'dev', '--data', data, '--port', String(port)])
  const [connectionString] = await running.line(/InstrumentationKey=\S+/)
  const url = /IngestionEndpoint=(\S+?)\/?$/.exec(connectionString)?.[1] ?? ''
  return { ...running, connectionString, url }
}

/** The rows of a pack query by its name, or of a query's text, as `kansoku query` gives them. */
export async function askKql(data: string, query: string): Promise<unknown[][]> {
  const named = /^[\w-]+$/.test(query)
  const running = start([KANSOKU, 'query', named ? query : '-', '--data', data, '--format', 'json'])
  running.child.stdin?.end(named ? '' : query)
  const { code, stdout, stderr } = await running.exit
  if (code !== 0) throw new Error(stderr)
  return (JSON.parse(stdout) as { rows: unknown[][] }).rows
}

interface Tally {
  readonly searchDecision: readonly { turn: number; Yes: number; No: number; Other: number }[]
  readonly prompts: Readonly<
    Record<
      'search_decision' | 'answer',
      { completed: number; promptTokens: number; completionTokens: number }
    >
  >
}

/** The model server's own count of what it answered. */
export async function tallyOf({ url }: ModelServer): Promise<Tally> {
  return (await (await fetch(`${url}/tally`)).json()) as Tally
}

export async function stop(
  { child, exit }: Running,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<Exit> {
  child.kill(signal)
  return exit
}
