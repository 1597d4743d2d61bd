import {
  contentKeys,
  type Message,
  type MessagePart,
  parseInstructions,
  parseMessages,
} from './messages.ts'
import type { TraceRow } from './trace-rows.ts'

/** Why the content of a call is not there, or not whole. */
export type ContentNotice =
  | {
      readonly kind:
        | 'notCaptured'
        | 'onEvent'
        | 'onEventAbsent'
        | 'moved'
        | 'unreadable'
        | 'noOutput'
    }
  | { readonly kind: 'truncated'; readonly bytes: number | undefined }
  | { readonly kind: 'redaction'; readonly count: number }

/** What was said in a call. */
export interface CallContent {
  readonly instructions: readonly MessagePart[]
  readonly input: readonly Message[]
  readonly output: readonly Message[]
  readonly notices: readonly ContentNotice[]
}

type Properties = Readonly<Record<string, unknown>>

const EVENT = 'gen_ai.client.inference.operation.details'

/** The content of a call from its row, or from the event that belongs to it. */
export function contentOf(call: TraceRow, trace: readonly TraceRow[]): CallContent {
  const own = call.Properties ?? {}
  const event = trace.find(
    ({ Name, Kind, ParentId }) => Name === EVENT && Kind !== 'span' && ParentId === call.Id,
  )?.Properties
  const onRow = hasContent(own)
  const source = onRow ? own : (event ?? {})
  const [input, output] = [
    parseMessages(source[contentKeys.input]),
    parseMessages(source[contentKeys.output]),
  ]
  return {
    instructions: parseInstructions(source[contentKeys.instructions]) ?? [],
    input: input ?? [],
    output: output ?? [],
    notices: [
      ...absence(own, source, onRow, event !== undefined),
      ...limits(source),
      ...(hasContent(source) &&
      input !== undefined &&
      output === undefined &&
      !source[contentKeys.output]
        ? [{ kind: 'noOutput' } as const]
        : []),
    ],
  }
}

const keys = Object.values(contentKeys)
const hasContent = (properties: Properties): boolean =>
  keys.some((key) => properties[key] !== undefined && properties[key] !== '')

function absence(
  own: Properties,
  source: Properties,
  onRow: boolean,
  hasEvent: boolean,
): readonly ContentNotice[] {
  if (!hasContent(source)) {
    const capture = own['llmops.content.capture']
    return [
      {
        kind: capture === 'event' || capture === 'span_and_event' ? 'onEventAbsent' : 'notCaptured',
      },
    ]
  }
  const given = keys
    .map((key) => source[key])
    .filter((value) => value !== undefined && value !== '')
  const readable = given.some((value) => parseMessages(value) !== undefined)
  const moved = given.some(
    (value) => typeof value === 'string' && value.includes('AppGenAIContent'),
  )
  if (!readable) return [{ kind: moved ? 'moved' : 'unreadable' }]
  return !onRow && hasEvent ? [{ kind: 'onEvent' }] : []
}

function limits(source: Properties): readonly ContentNotice[] {
  const bytes = Number(source['llmops.content.original_bytes'])
  const failed = Number(source['llmops.content.redaction_failed'])
  return [
    ...(source['llmops.content.truncated'] === undefined
      ? []
      : [{ kind: 'truncated', bytes: bytes > 0 ? bytes : undefined } as const]),
    ...(failed > 0 ? [{ kind: 'redaction', count: failed } as const] : []),
  ]
}
