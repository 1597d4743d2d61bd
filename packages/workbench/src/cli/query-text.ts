import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'

import { findQuery, queries } from '@kansoku/log-analytics'

import { CliError } from './cli-error.ts'

/** The query that an argument means: `-` is standard input, then a file, then a query of the pack. */
export async function readQuery(what: string): Promise<{ name: string; query: string }> {
  if (what === '-') return { name: 'stdin', query: decode(await buffer(process.stdin), 'stdin') }
  const read = await readFile(what).catch((cause: unknown) => ({ cause }))
  if (Buffer.isBuffer(read)) return { name: what, query: decode(read, what) }
  const { cause } = read
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

/** UTF-16 where its mark says so, as Windows tools write it, otherwise UTF-8. A mark is no part of the text. */
function decode(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    // Replacement characters would make it another query, which finds other rows.
    const line = firstWrongLine(new TextDecoder('utf-8').decode(bytes))
    throw new CliError(
      `${name}:${line}: The text is not UTF-8. Save the query as UTF-8 and run it again.`,
      2,
      { cause },
    )
  }
}

function firstWrongLine(replaced: string): number {
  return replaced.slice(0, replaced.indexOf('\ufffd')).split('\n').length
}
