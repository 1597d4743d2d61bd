import { readFile } from 'node:fs/promises'

import { CliError } from './cli-error.ts'

/** Undefined where there is no such file. One that is there and cannot be read is not taken for an empty one: it would be written over. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    if (code === 'ENOENT') return undefined
    throw new CliError(`${file} cannot be read (${code}).`, 1, { cause })
  }
}
