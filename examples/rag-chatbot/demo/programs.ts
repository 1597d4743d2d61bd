import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { RunTotals } from '../src/run-conversations.ts'
import type { Child, Children, Ended } from './children.ts'
import { lookOf } from './look.ts'

/** The programs that the demo starts, each the way a person would. */

export const example: string = fileURLToPath(new URL('..', import.meta.url))

/** The program behind the `kansoku` command, found as npm would find it. */
function kansokuProgram(): string {
  const manifest = new URL(import.meta.resolve('kansoku/package.json'))
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { kansoku: string } }
  return fileURLToPath(new URL(bin.kansoku, manifest))
}

/** Starts the model server. Resolves with its address. */
export async function startModelServer(
  children: Children,
  seed: number,
  ...options: readonly string[]
): Promise<{ url: string; baseURL: string }> {
  const server = children.start({
    name: 'The model server',
    args: ['model-server/main.ts', '--seed', String(seed), ...options],
    cwd: example,
  })
  const [line] = await server.sees(/^\{.*"baseURL".*\}$/, 20)
  return JSON.parse(line) as { url: string; baseURL: string }
}

/** Starts the workbench. Resolves with the connection string that leads to it. */
export async function startWorkbench(children: Children, data: string): Promise<string> {
  const workbench = children.start({
    name: 'kansoku dev',
    args: [kansokuProgram(), 'dev', '--port', '0', '--data', data],
  })
  const [connectionString] = await workbench.sees(/InstrumentationKey=\S+/, 30)
  return connectionString
}

export function startChatbot(
  children: Children,
  options: { conversations: number; seed: number; env: NodeJS.ProcessEnv },
  onProgress: (totals: RunTotals) => void,
): Child {
  const { conversations, seed, env } = options
  const numbers = ['--conversations', String(conversations), '--seed', String(seed)]
  return children.start({
    name: 'The chatbot',
    args: ['--import', '@kansoku/azure-monitor/register', 'main.ts', '--progress=json', ...numbers],
    cwd: example,
    env,
    onLine: (line) => {
      if (line.startsWith('{"type":')) onProgress(JSON.parse(line) as RunTotals)
    },
  })
}

/** `kansoku …` in the folder of the example, where its configuration is. */
export function kansoku(
  children: Children,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const name = `kansoku ${args.join(' ')}`
  return children.start({ name, args: [kansokuProgram(), ...args], cwd: example, env }).ended(120)
}

/** `kansoku query`: its output as text. */
export function query(children: Children, data: string, ...args: string[]): Promise<string> {
  return children
    .start({
      name: `kansoku query ${args.join(' ')}`,
      args: [kansokuProgram(), 'query', ...args, '--data', data],
      env: lookOf(process.stdout),
    })
    .ends(60)
}
