import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'

import { findQuery, queries } from '@kansoku/log-analytics'

import { CliError } from './cli-error.ts'

/** The query that an argument means: `-` is standard input, then a file, then a query of the pack. */
export async function readQuery(what: string): Promise<{ name: string; query: string }> {
  if (what === '-') return { name: 'stdin', query: await text(process.stdin) }
  try {
    return { name: what, query: await readFile(what, 'utf8') }
  } catch (cause) {
    const packed = findQuery(what)
    if (packed !== undefined) return { name: packed.name, query: packed.text }
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    const why = code === 'ENOENT' ? 'There is no such file' : `The file cannot be read (${code})`
    const names = queries().map(({ name }) => name)
    throw new CliError(
      `${what}: ${why}, and the pack has no query of that name. It has: ${names.join(', ')}.`,
      1,
      { cause },
    )
  }
}
