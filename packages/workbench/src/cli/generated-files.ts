import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { PackFile } from '@kansoku/log-analytics'

import { CliError } from './cli-error.ts'

export interface Written {
  readonly written: readonly string[]
  readonly removed: readonly string[]
  /** So many were as they should be. */
  readonly unchanged: number
}

/** What was written, path → hash, so that nothing is overwritten that somebody else wrote or changed. */
const MANIFEST = 'kansoku.generated.json'

/**
 * Writes the files and removes what an earlier time wrote and this one does not.
 *
 * @throws CliError, with nothing written, where a file is in the way that was not written here or has been changed since
 */
export async function writeGenerated(
  folder: string,
  files: readonly PackFile[],
  force: boolean,
): Promise<Written> {
  const before = await readManifest(folder)
  const paths = new Set(files.map(({ path }) => path))
  const gone = Object.keys(before).filter((path) => !paths.has(path))
  const found = new Map<string, string | undefined>()
  for (const path of [...paths, ...gone]) {
    // oxlint-disable-next-line no-await-in-loop -- some dozens of small files
    found.set(path, await hashOfFile(join(folder, path)))
  }
  const hashes = new Map(files.map(({ path, text }) => [path, hashOf(text)]))
  const foreign = [...found].flatMap(([path, hash]) =>
    hash === undefined || hash === hashes.get(path) || hash === before[path] ? [] : [path],
  )
  if (foreign.length > 0 && !force) throw inTheWay(folder, foreign)

  const toWrite = files.filter(({ path }) => found.get(path) !== hashes.get(path))
  const removed = gone.filter((path) => found.get(path) !== undefined)
  try {
    await mkdir(folder, { recursive: true })
    for (const { path, text } of toWrite) {
      // oxlint-disable-next-line no-await-in-loop -- some dozens of small files
      await mkdir(dirname(join(folder, path)), { recursive: true })
      // oxlint-disable-next-line no-await-in-loop -- some dozens of small files
      await writeFile(join(folder, path), text)
    }
    await Promise.all(removed.map((path) => rm(join(folder, path))))
    const manifest = `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`
    await writeFile(join(folder, MANIFEST), manifest)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new CliError(
      `${folder} cannot be written: ${message}. Choose another folder with --out.`,
      1,
      { cause },
    )
  }
  return {
    written: toWrite.map(({ path }) => path),
    removed,
    unchanged: files.length - toWrite.length,
  }
}

/** A path of a manifest is one that was written here: below the folder. */
const BELOW = /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[\w./-]+$/

async function readManifest(folder: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => '{}')
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).filter(
        ([path, hash]) => BELOW.test(path) && typeof hash === 'string',
      ) as [string, string][],
    )
  } catch {
    // Without it every file counts as somebody else's, which is the safe side.
    return {}
  }
}

async function hashOfFile(file: string): Promise<string | undefined> {
  try {
    return hashOf(await readFile(file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    // A folder, or not readable: in the way.
    return ''
  }
}

const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

function inTheWay(folder: string, paths: readonly string[]): CliError {
  const shown = paths.slice(0, 10).map((path) => `  ${join(folder, path)}`)
  const more = paths.length > 10 ? [`  and ${paths.length - 10} more`] : []
  return new CliError(
    [
      'Nothing was written. These files were not written by kansoku, or have been changed since:',
      ...shown,
      ...more,
      'Move them away, choose another folder with --out, or overwrite them with --force.',
    ].join('\n'),
  )
}
