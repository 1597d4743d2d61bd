import { type Message, parseMessages } from './messages.ts'

/** The input of a case, as a person reads it. */
export interface CaseInput {
  readonly messages: readonly Message[]
  /** What else the task is given: a name, and the value as text. */
  readonly rest: readonly (readonly [name: string, text: string])[]
}

/** What a task takes is the user's own: lists of messages are shown as such wherever they are, the rest by its names. */
export function caseInput(input: unknown): CaseInput {
  if (typeof input === 'string')
    return { messages: [{ role: 'user', parts: [{ kind: 'text', text: input }] }], rest: [] }
  if (isMessages(input)) return { messages: parseMessages(input) ?? [], rest: [] }
  if (!isRecord(input)) return { messages: [], rest: [['', textOf(input)]] }
  const members = Object.entries(input)
  return {
    messages: members.flatMap(([, value]) =>
      isMessages(value) ? (parseMessages(value) ?? []) : [],
    ),
    rest: members
      .filter(([, value]) => !isMessages(value))
      .map(([name, value]) => [name, textOf(value)] as const)
      .filter(([, text]) => text !== ''),
  }
}

/** What a case is about, in a line: what the user said last, else whatever there is. */
export function caseTitle({ messages, rest }: CaseInput): string {
  const last = messages.findLast(({ role }) => role === 'user') ?? messages.at(-1)
  const said = last?.parts.flatMap((part) => ('text' in part ? [part.text] : [])).join(' ')
  return (said || rest.map(([, text]) => text).join(' ')).replaceAll(/\s+/gu, ' ').trim()
}

/** A list in which each member has a role and something to say. */
function isMessages(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (each) =>
        isRecord(each) &&
        typeof each['role'] === 'string' &&
        ('content' in each || 'parts' in each),
    )
  )
}

/** Texts as they are, lists of texts in a line, else JSON; nothing for what is empty. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
    return value.join(', ')
  return JSON.stringify(value, null, 2)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
