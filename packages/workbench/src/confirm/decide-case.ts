import { droppedLine } from '../evaluations/read-cases.ts'

/** What a person says of a case that was harvested. */
export type Decision =
  /** Without an expected value where that is null. */
  { readonly action: 'accept'; readonly expected: unknown } | { readonly action: 'drop' }

/**
 * The data set after a decision on one of its cases: only that line is another.
 *
 * @returns undefined where no case with this id waits to be confirmed
 */
export function decideCase(text: string, id: string, decision: Decision): string | undefined {
  // With their ends, which stay as they are.
  const lines = text.split(/(?<=\n)/u)
  const index = lines.findIndex((line) => waitingCase(line)?.['id'] === id)
  const line = lines[index]
  const found = line === undefined ? undefined : waitingCase(line)
  if (line === undefined || found === undefined) return undefined
  const end = /\r?\n$/u.exec(line)?.[0] ?? ''
  return lines.with(index, lineOf(found, id, decision) + end).join('')
}

function lineOf(found: Json, id: string, decision: Decision): string {
  if (decision.action === 'drop') return droppedLine(id)
  const { confirmed: _confirmed, expected: _proposed, source, ...rest } = found
  const { expected } = decision
  return JSON.stringify({ ...rest, ...(expected !== null && { expected }), source })
}

type Json = Readonly<Record<string, unknown>>

function waitingCase(line: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const found = typeof value === 'object' && value !== null ? (value as Json) : {}
    return found['confirmed'] === false ? found : undefined
  } catch {
    return undefined
  }
}
