import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { CliError } from './cli-error.ts'

/** How other commands find the workbench of a data folder. */
interface Running {
  readonly url: string
  readonly pid: number
}

const fileOf = (data: string): string => join(data, 'workbench.json')

export async function announce(data: string, url: string): Promise<void> {
  const running: Running = { url, pid: process.pid }
  const partial = `${fileOf(data)}.${process.pid}`
  try {
    await writeFile(partial, `${JSON.stringify(running)}\n`)
    await rename(partial, fileOf(data))
  } catch (cause) {
    await rm(partial, { force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CliError(
      `The data folder ${data} cannot be written: ${why}. Choose another one with --data.`,
      1,
      { cause },
    )
  }
}

/** Takes the note back, unless another workbench has come to this folder since. */
export async function withdraw(data: string): Promise<void> {
  try {
    const { pid } = JSON.parse(await readFile(fileOf(data), 'utf8')) as Running
    if (pid === process.pid) await rm(fileOf(data))
  } catch {
    // Removed with its folder, or never written: a note that stays is recognised as stale.
  }
}

/**
 * URL of the workbench that serves `data`. A file left behind by a killed one is recognised: nobody
 * answers there, or somebody else.
 */
export async function findRunning(data: string): Promise<string | undefined> {
  try {
    const { url, pid } = JSON.parse(await readFile(fileOf(data), 'utf8')) as Running
    if (!/^http:\/\/127\.0\.0\.1:\d+$/.test(url)) return undefined
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) })
    const health = (await response.json()) as { name?: string; pid?: number }
    return health.name === 'kansoku' && health.pid === pid ? url : undefined
  } catch {
    return undefined
  }
}
