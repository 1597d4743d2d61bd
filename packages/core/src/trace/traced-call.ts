import type { Attributes, Context } from '@opentelemetry/api'

import type { Content } from '../content/apply-content-policy.ts'
import { guard } from '../guard.ts'
import type { OperationName } from '../operation/operation-kinds.ts'
import { startOperation } from '../operation/operation.ts'
import type { InferenceResponse } from '../operation/outcome.ts'
import type { Telemetry } from '../operation/telemetry.ts'
import {
  ATTR_GEN_AI_REQUEST_CHOICE_COUNT,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
} from '../semconv.ts'
import { warnOnce } from '../warn-once.ts'
import { attributesOf } from './attributes.ts'
import { modelOutput } from './conversation-content.ts'
import { plainContent } from './plain-content.ts'
import type { CallObserver } from './result/observer.ts'

/** What the application tells of an operation while it runs: a handle's methods end here. */
export interface Notes {
  readonly set: <K extends string>(
    table: Readonly<Record<K, string>>,
    values: { readonly [Name in NoInfer<K>]?: unknown },
  ) => void
  readonly keep: (content: () => Content) => void
  /** A chunk that carries output has arrived, just now. */
  readonly chunk: () => void
}

/** One operation as it starts. */
export interface OperationStart {
  readonly name: OperationName
  readonly attributes: Attributes
  readonly inProcess?: boolean
  readonly content?: () => Content
}

/** What all operations of one helper have in common. */
export interface TraceKind<Options, Handle> {
  readonly start: (options: Options) => OperationStart
  readonly handle: (notes: Notes) => Handle
  readonly conversationId?: (options: Options) => string | undefined
  /** What the function's result is, where the application says nothing else. */
  readonly result?: (value: unknown) => Content | undefined
  /** An inference has chunks, finish reasons and an output that a contract judges. */
  readonly isInference?: boolean
}

/** An operation that runs: told by the application, and observed through its result. */
export interface TracedCall extends CallObserver {
  readonly context: Context
  readonly notes: Notes
}

/** Text of a stream that is kept at most, in UTF-16 units; a stream without end must not fill the memory. */
const MAX_TEXT = 1_000_000

/** Starts the span. May throw where the SDK does: the caller guards. */
export function startTracedCall<Options, Handle>(
  telemetry: Telemetry,
  kind: TraceKind<Options, Handle>,
  options: Options,
): TracedCall {
  const { attributes, content: asked, inProcess = false, name } = kind.start(options)
  const operation = startOperation(telemetry, { name, attributes, inProcess })
  const told: Attributes = {}
  let content: Content = {}
  let text = ''
  let chunks = 0
  let tellsChunks = false
  let ended = false

  /** The application may go on changing its messages: what is captured is what they were when it told of them. */
  const kept = (more: () => Content): Content =>
    operation.captures ? plainContent(more()) : more()
  const note = (what: () => void): void => {
    if (ended)
      warnOnce(
        `a handle was used after its ${name} had ended: what it is told then is not recorded`,
      )
    else guard('taking down what an operation did', what)
  }
  const chunk = (): void => {
    chunks += 1
    operation.chunk()
  }
  const response = (complete: boolean, value: unknown): InferenceResponse => {
    const given = text === '' ? value : text
    if (operation.needsOutput && kind.result && given !== undefined)
      content = { ...kept(() => kind.result?.(given) ?? {}), ...content }
    if (kind.isInference !== true) return { attributes: told, content: () => content }
    if (chunks > 0) {
      told[ATTR_GEN_AI_REQUEST_STREAM] = true
      if (!complete)
        told[ATTR_GEN_AI_RESPONSE_FINISH_REASONS] ??= missingReasons({ ...attributes, ...told })
    }
    const reasons = told[ATTR_GEN_AI_RESPONSE_FINISH_REASONS] as readonly string[] | undefined
    return {
      attributes: told,
      content: () => content,
      // Nobody has to tell why an answer ended that came whole.
      output: () => modelOutput(content, reasons?.[0] ?? 'stop'),
    }
  }
  /** Whatever the application said: its operation ends. */
  const came = (complete: boolean, value?: unknown): InferenceResponse => {
    ended = true
    return guard('reading an answer', () => response(complete, value)) ?? { attributes: told }
  }

  if (operation.captures && asked) content = guard('reading a request', () => kept(asked)) ?? {}
  return {
    notes: {
      set: (table, values) => note(() => void Object.assign(told, attributesOf(table, values))),
      keep: (more) =>
        note(() => {
          if (operation.needsOutput) content = { ...content, ...kept(more) }
        }),
      chunk: () =>
        note(() => {
          tellsChunks = true
          chunk()
        }),
    },
    context: operation.context,
    yielded: (value) => {
      if (!tellsChunks) chunk()
      if (typeof value === 'string' && operation.needsOutput)
        text += value.slice(0, MAX_TEXT - text.length)
    },
    succeeded: (value) => operation.end({ kind: 'success', response: came(true, value) }),
    failed: (error) => operation.end({ kind: 'failure', error, response: came(false) }),
    left: (at) => operation.end({ kind: 'cancelled', response: came(false) }, at),
  }
}

/** `error` stands for each reason that was due and never came (`gen_ai.response.finish_reasons`). */
function missingReasons(attributes: Attributes): string[] {
  const choices = attributes[ATTR_GEN_AI_REQUEST_CHOICE_COUNT]
  return Array.from({ length: typeof choices === 'number' ? choices : 1 }, () => 'error')
}
