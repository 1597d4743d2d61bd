import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { LoadResult } from './load-app.ts'
import type { Received } from './load-endpoint.ts'

export interface Load {
  readonly app: LoadResult
  readonly endpoint: Received
}

/**
 * A steady load on one process, and what arrived of it.
 *
 * @param latency milliseconds until the endpoint answers
 */
export async function measureLoad(perSecond: number, seconds: number, latency = 0): Promise<Load> {
  const endpoint = start('load-endpoint.ts', [`${latency}`])
  try {
    const port = Number(await firstLine(endpoint))
    const connectionString = `InstrumentationKey=11111111-2222-3333-4444-555555555555;IngestionEndpoint=http://127.0.0.1:${port}`
    const app = start('load-app.ts', [connectionString, `${perSecond}`, `${seconds}`])
    const result = JSON.parse(await firstLine(app)) as LoadResult
    const received = (await (await fetch(`http://127.0.0.1:${port}`)).json()) as Received
    return { app: result, endpoint: received }
  } finally {
    endpoint.kill()
  }
}

function start(program: string, args: readonly string[]): ChildProcess {
  return spawn(
    process.execPath,
    ['--expose-gc', ...process.execArgv, fileURLToPath(new URL(program, import.meta.url)), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const ended = once(child, 'exit')
  while (!text.includes('\n') && child.exitCode === null)
    // oxlint-disable-next-line no-await-in-loop -- until the line is whole
    await Promise.race([once(child.stdout as never, 'data'), ended])
  const [line = ''] = text.split('\n')
  if (line === '') throw new Error('a program of the bench ended without a word')
  return line
}

if (import.meta.main) {
  const [perSecond = '1000', seconds = '60', latency = '0'] = process.argv.slice(2)
  const load = await measureLoad(Number(perSecond), Number(seconds), Number(latency))
  console.log(JSON.stringify(load, null, 2))
}
