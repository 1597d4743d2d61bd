import { ATTR_GEN_AI_INPUT_MESSAGES, ATTR_GEN_AI_SYSTEM_INSTRUCTIONS } from '@kansoku/core/semconv'
import type { SpanContext } from '@opentelemetry/api'

import { type ContentItem, contentItem } from './content-item.ts'
import { type ContentPiece, contentPiece } from './content-piece.ts'
import { digestOf } from './digest.ts'

/** Content whose instructions are named, not said. */
export interface Referred {
  readonly items: readonly ContentItem[]
  /** The instructions themselves, where this call is the first with them. */
  readonly repeated: ContentPiece | undefined
  /** To be called once it is decided that they are sent: later calls then refer to this one. */
  readonly sent: () => void
}

/** Remembers which instructions this process has sent. */
export interface RepeatedInstructions {
  /** @param sends whether the rows of this call could have them; else they are named all the same */
  readonly refer: (items: readonly ContentItem[], call: SpanContext, sends: boolean) => Referred
}

/** Where instructions were sent, and on which day. */
interface Sent {
  readonly day: number
  readonly call: SpanContext
}

/** `llmops.content.chunk.key` of instructions that many calls have. */
export const REPEATED_KEY = 'repeated_instructions'
const DAY = 86_400_000
/** In bytes; a reference has about 180. */
const WORTH_IT = 512
/** Prompts whose text differs from call to call must not fill the memory. */
const MAX_KNOWN = 1000

/**
 * Sends each system prompt once in a day of UTC, so that a query over some days finds it without looking back further than
 * one. In the content stands a part of its own type instead, which the conventions' schemas allow.
 */
export function repeatedInstructions(now: () => number = Date.now): RepeatedInstructions {
  const known = new Map<string, Sent>()

  const remember = (sha256: string, day: number, call: SpanContext): void => {
    known.delete(sha256)
    const [oldest] = known.keys()
    if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest)
    known.set(sha256, { day, call })
  }

  return {
    refer: (items, call, sends) => {
      const day = Math.floor(now() / DAY)
      let repeated: ContentPiece | undefined
      const named = items.map((item) => {
        const found = instructionsOf(item)
        if (!found) return item
        const digest = digestOf(found.parts)
        const before = known.get(digest.sha256)
        const isNew = before === undefined || before.day !== day
        // One set of instructions a call; a second new one, if ever there is one, is said.
        if (isNew && sends && repeated && repeated.digest.sha256 !== digest.sha256) return item
        if (isNew && sends) repeated ??= contentPiece(REPEATED_KEY, found.parts, digest)
        return contentItem(item.key, found.with(reference(digest.sha256, before?.call ?? call)))
      })
      return {
        items: named,
        repeated,
        sent: () => {
          if (repeated) remember(repeated.digest.sha256, day, call)
        },
      }
    },
  }
}

/** Stands among the parts of a message in place of those that it names. */
function reference(sha256: string, { spanId, traceId }: SpanContext): string {
  return JSON.stringify({
    type: REPEATED_KEY,
    sha256,
    operation_id: traceId,
    span_id: spanId,
  })
}

interface Instructions {
  /** The parts as JSON, without the brackets of their list. */
  readonly parts: string
  /** The whole text with other parts in their place. */
  readonly with: (parts: string) => string
}

function instructionsOf({ bytes, key, text }: ContentItem): Instructions | undefined {
  if (bytes < WORTH_IT) return undefined
  if (key === ATTR_GEN_AI_SYSTEM_INSTRUCTIONS)
    return text.startsWith('[{') && text.endsWith('}]')
      ? { parts: text.slice(1, -1), with: (parts) => `[${parts}]` }
      : undefined
  return key === ATTR_GEN_AI_INPUT_MESSAGES ? firstMessage(text) : undefined
}

const INSTRUCTING = /^\[\{"role":"(?:system|developer)","parts":\[/

/** Those of a chat, whose system prompt is the first of its messages. */
function firstMessage(text: string): Instructions | undefined {
  const [head] = INSTRUCTING.exec(text) ?? []
  if (head === undefined) return undefined
  const parts = firstParts(text)
  if (parts === undefined || !text.startsWith(parts, head.length)) return undefined
  if (Buffer.byteLength(parts) < WORTH_IT) return undefined
  const rest = text.slice(head.length + parts.length)
  return { parts, with: (other) => head + other + rest }
}

function firstParts(text: string): string | undefined {
  try {
    const [message] = JSON.parse(text) as readonly { parts: readonly unknown[] }[]
    return JSON.stringify(message?.parts).slice(1, -1)
  } catch {
    return undefined // cut by somebody
  }
}
