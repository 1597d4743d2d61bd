import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_SYSTEM_INSTRUCTIONS,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

/** The record's two fields of content. */
export interface RequestResponse {
  readonly request: string
  readonly response: string
}

export const EMPTY: RequestResponse = { request: '', response: '' }

/** What of a call's content goes into the record. */
export const RECORDED: readonly string[] = [
  ATTR_GEN_AI_SYSTEM_INSTRUCTIONS,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
]

/**
 * A text alone is itself, as people who read logs want it: `Yes`. Everything else is the conventions' JSON list of messages,
 * the system's first. `LLMCalls` makes the attributes of it again, to the letter: so a text alone is one of which they follow,
 * and none that begins like a list.
 */
export function requestResponse(row: Attributes): RequestResponse {
  const output = textOf(row, ATTR_GEN_AI_OUTPUT_MESSAGES)
  return {
    request: requestOf(
      textOf(row, ATTR_GEN_AI_SYSTEM_INSTRUCTIONS),
      textOf(row, ATTR_GEN_AI_INPUT_MESSAGES),
    ),
    response: aloneIn(output, 'assistant') ?? output,
  }
}

function requestOf(instructions: string, input: string): string {
  const messages = listIn(input)
  if (instructions === '') {
    if (roleOf(messages?.[0]) !== 'system') return aloneIn(input, 'user') ?? input
    // A system message among the input: an empty one before it keeps it from being taken for the instructions.
    return JSON.stringify([{ role: 'system', parts: [] }, ...(messages ?? [])])
  }
  const parts = listIn(instructions) ?? [{ type: 'text', content: instructions }]
  const rest =
    messages ?? (input === '' ? [] : [{ role: 'user', parts: [{ type: 'text', content: input }] }])
  return JSON.stringify([{ role: 'system', parts }, ...rest])
}

/** The text of messages that are no more than it. */
function aloneIn(json: string, role: string): string | undefined {
  const content = firstText(listIn(json)?.[0])
  if (content === undefined || content === '' || content.startsWith('[')) return undefined
  return JSON.stringify([{ role, parts: [{ type: 'text', content }] }]) === json
    ? content
    : undefined
}

function firstText(message: unknown): string | undefined {
  const parts = property(message, 'parts')
  const content = Array.isArray(parts) ? property(parts[0], 'content') : undefined
  return typeof content === 'string' ? content : undefined
}

function roleOf(message: unknown): unknown {
  return property(message, 'role')
}

function textOf(row: Attributes, key: string): string {
  const value = row[key]
  return typeof value === 'string' ? value : ''
}

/** Nothing where it is no JSON list: other instrumentations write what they like. */
export function listIn(json: string): unknown[] | undefined {
  if (!json.startsWith('[')) return undefined
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined
}
