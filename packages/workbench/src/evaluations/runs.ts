import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { readResult, readTried } from './journal.ts'
import type { RunResult } from './outcome.ts'
import type { Tried } from './tried.ts'

/** The folders of an evaluation's runs, below the folder of the stored rows. */
export interface Runs {
  /** Where a new run goes. */
  create(version: string, now: Date): string
  /** The last run that did not finish. */
  unfinished(): Promise<{ readonly folder: string; readonly tried: Tried | undefined } | undefined>
  /** A finished run by its name; without one, the last that finished and fulfils `which`. */
  find(
    name: string | undefined,
    which?: (result: RunResult) => boolean,
  ): Promise<FoundRun | undefined>
}

export interface FoundRun {
  readonly name: string
  readonly folder: string
  readonly result: RunResult
}

export function runsOf(data: string, evaluation: string): Runs {
  const root = join(data, 'evaluations', evaluation)
  // Names begin with their time, so their order is that of time.
  const names = async (): Promise<string[]> =>
    (await readdir(root).catch(() => [])).toSorted((a, b) => (a < b ? 1 : -1))
  return {
    create: (version, now) =>
      join(
        root,
        `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z-v${version.replaceAll(/[^\w.-]/gu, '_')}`,
      ),
    async unfinished() {
      const [last] = await names()
      if (last === undefined || (await readResult(join(root, last))) !== undefined) return undefined
      const folder = join(root, last)
      return { folder, tried: await readTried(folder) }
    },
    async find(name, which = () => true) {
      for (const each of name === undefined ? await names() : [name]) {
        const folder = join(root, each)
        // oxlint-disable-next-line no-await-in-loop -- the newest first, and most often the first is it
        const result = await readResult(folder)
        if (result !== undefined && which(result)) return { name: each, folder, result }
      }
      return undefined
    },
  }
}
