import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { firstLine, StoreError } from './store-error.ts'

/** Where the rows of a data folder lie. */
export function storeFile(data: string): string {
  return join(data, 'kansoku.duckdb')
}

/** Makes the folder for its owner only, since rows may hold prompts, and keeps it out of git. */
export function prepareDataFolder(data: string): void {
  if (existsSync(storeFile(data))) return
  try {
    if (makeFolder(data)) writeFileSync(join(data, '.gitignore'), '*\n')
  } catch (cause) {
    throw new StoreError(
      'unwritable',
      `The data folder ${data} cannot be made: ${firstLine(cause)}. Choose another one with --data.`,
      { cause },
    )
  }
}

/**
 * True where the folder was not there. Step by step, because Node's `recursive` says ENOENT on a
 * read-only disk and never returns below `/proc` (Node 24.21).
 */
function makeFolder(folder: string): boolean {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return false
    throw new Error(`${folder} is a file`)
  }
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
  return true
}
