import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { firstLine, StoreError } from './store-error.ts'

/** Where the rows of a data folder lie. */
export function storeFile(data: string): string {
  return join(data, 'kansoku.duckdb')
}

/** Makes the folder for its owner only, since rows may hold prompts, and keeps it out of git. */
export function prepareDataFolder(data: string): void {
  if (existsSync(storeFile(data))) return
  try {
    if (mkdirSync(data, { recursive: true, mode: 0o700 }) !== undefined) {
      writeFileSync(join(data, '.gitignore'), '*\n')
    }
  } catch (cause) {
    throw new StoreError(
      'unwritable',
      `The data folder ${data} cannot be made: ${firstLine(cause)}. Choose another one with --data.`,
      { cause },
    )
  }
}
