/** A part of a message, as the page shows it: always text, never markup. */
export type MessagePart =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
  | {
      readonly kind: 'tool-call'
      readonly name: string
      readonly id: string
      readonly text: string
    }
  | { readonly kind: 'tool-result'; readonly id: string; readonly text: string }
  | { readonly kind: 'media'; readonly media: string }

export interface Message {
  readonly role: string
  readonly parts: readonly MessagePart[]
  readonly finish?: string
}

export const contentKeys = {
  instructions: 'gen_ai.system_instructions',
  input: 'gen_ai.input.messages',
  output: 'gen_ai.output.messages',
} as const

type Json = Readonly<Record<string, unknown>>

/**
 * Messages of the GenAI conventions from the JSON that a row carries. Undefined where it is no such JSON (cut in two, or a
 * pointer to another table).
 */
export function parseMessages(value: unknown): readonly Message[] | undefined {
  const list = parseList(value)
  return list?.filter(isRecord).map(messageOf)
}

function messageOf(message: Json): Message {
  const finish = textOf(message['finish_reason'])
  const role = textOf(message['role']) || 'user'
  const parts = partsOf(message['parts'] ?? message['content'])
  return finish === '' ? { role, parts } : { role, parts, finish }
}

/** The instructions, which are parts without a role. */
export function parseInstructions(value: unknown): readonly MessagePart[] | undefined {
  const list = parseList(value)
  return list && partsOf(list)
}

function parseList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string' || !value.startsWith('[')) return undefined
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function partsOf(value: unknown): MessagePart[] {
  if (typeof value === 'string') return [{ kind: 'text', text: value }]
  return Array.isArray(value) ? value.filter(isRecord).map(partOf) : []
}

function partOf(part: Json): MessagePart {
  const type = textOf(part['type'])
  switch (type) {
    case 'text':
      return { kind: 'text', text: textOf(part['content'] ?? part['text']) }
    case 'reasoning':
      return { kind: 'reasoning', text: textOf(part['content']) }
    case 'tool_call':
      return {
        kind: 'tool-call',
        name: textOf(part['name']),
        id: textOf(part['id']),
        text: textOf(part['arguments']),
      }
    case 'tool_call_response':
      return {
        kind: 'tool-result',
        id: textOf(part['id']),
        text: textOf(part['response'] ?? part['result']),
      }
    case 'blob':
    case 'uri':
    case 'file':
      return { kind: 'media', media: textOf(part['mime_type'] ?? part['modality']) || type }
    default:
      return { kind: 'text', text: textOf(part) }
  }
}

/** Values other than text as indented JSON. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') return JSON.stringify(value, null, 2)
  return value
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
