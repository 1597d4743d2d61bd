import {
  context,
  isSpanContextValid,
  type SpanContext,
  trace,
  TraceFlags,
} from '@opentelemetry/api'

import { callContextOf } from '../context/call-context.ts'
import { guard } from '../guard.ts'
import { warnOnce } from '../warn-once.ts'
import { recentCall } from './recent-calls.ts'

/**
 * Points at a model call, from anywhere and at any time: plain data that JSON carries through a database, a queue or a
 * form. Every member is optional; a span (`traceId` and `spanId`) or a `responseId` is enough to find the call. An
 * OpenTelemetry `SpanContext` is one, and so are the columns of a row of Azure:
 * `{ traceId: row.OperationId, spanId: row.Id }`.
 */
export interface CallRef {
  /** 32 hexadecimal digits; column `OperationId` in Azure. */
  readonly traceId?: string | undefined
  /** 16 hexadecimal digits; column `Id` in Azure. */
  readonly spanId?: string | undefined
  /** Whether the call's trace was sampled. @defaultValue 1, sampled */
  readonly traceFlags?: number | undefined
  /** `gen_ai.response.id`: what the provider calls the response, `id` on every one of OpenAI. */
  readonly responseId?: string | undefined
  /** The prompt that the call belonged to, so that an evaluation can be counted without looking the call up. */
  readonly prompt?: { readonly name: string; readonly version: string | number } | undefined
  /** The conversation that the call belonged to. */
  readonly conversationId?: string | undefined
}

/**
 * A reference to the call that answered with this response, or with a chunk of it. Its span, prompt and conversation are
 * there where the call was made in this process, by an instrumented client, and is among its last 1000; the response's id
 * always is.
 *
 * @example
 * ```ts
 * const completion = await client.chat.completions.create(params)
 * await store.save(message, callRefOf(completion))
 * // tomorrow, in another process
 * recordFeedback({ call: await store.callOf(message), thumb: 'down' })
 * ```
 */
export function callRefOf(response: { readonly id: string }): CallRef {
  // An answer that never came, or that cannot be read, must not become an error of ours.
  const id: unknown = guard('reading a response', () => response?.id)
  if (typeof id !== 'string') return {}
  const call = recentCall(id)
  if (!call) return { responseId: id }
  const { conversationId, prompt, span } = call
  return {
    responseId: id,
    traceId: span.traceId,
    spanId: span.spanId,
    traceFlags: span.traceFlags,
    ...(prompt && { prompt }),
    ...(conversationId !== undefined && { conversationId }),
  }
}

/**
 * A reference to the operation that is running: the active span, with the prompt and the conversation of the context.
 * For code inside `traceInference`, `traceAgent` and their siblings, and for clients that are not instrumented.
 *
 * @returns `undefined` where no span is active
 * @example
 * ```ts
 * const call = await traceAgent({ name: 'planner' }, async () => {
 *   await work()
 *   return currentCall()
 * })
 * recordEvaluation({ call, name: 'goal_reached', score: 1, evaluator: { name: 'checks', kind: 'code' } })
 * ```
 */
export function currentCall(): CallRef | undefined {
  const span = trace.getSpanContext(context.active())
  if (!span || !isSpanContextValid(span)) return undefined
  const { conversationId, prompt } = callContextOf()
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    traceFlags: span.traceFlags,
    ...(prompt && { prompt: { name: prompt.name, version: prompt.version } }),
    ...(conversationId !== undefined && { conversationId }),
  }
}

/** `00-{traceId}-{spanId}-{flags}` of W3C Trace Context; a later version may say more at its end. */
const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/i
const TRACE_ID = /^[\da-f]{32}$/i
const SPAN_ID = /^[\da-f]{16}$/i

/** A reference in the forms that callers have it in, as one. What is no reference is said once, and points nowhere. */
export function readCallRef(given: CallRef | string | undefined): CallRef {
  if (typeof given === 'object' && given !== null) return given
  const [, traceId, spanId, flags] =
    typeof given === 'string' ? (TRACEPARENT.exec(given) ?? []) : []
  if (traceId !== undefined && spanId !== undefined && flags !== undefined)
    return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) }
  if (given)
    warnOnce(
      'the call of an evaluation must be a traceparent (00-{32 digits}-{16 digits}-01), a SpanContext or what callRefOf() gives; it is recorded without its call',
    )
  return {}
}

/** The span that a reference points at. */
export function spanOf({ traceId, spanId, traceFlags }: CallRef): SpanContext | undefined {
  if (traceId === undefined || spanId === undefined) return undefined
  if (TRACE_ID.test(traceId) && SPAN_ID.test(spanId)) {
    const span: SpanContext = {
      traceId: traceId.toLowerCase(),
      spanId: spanId.toLowerCase(),
      traceFlags: typeof traceFlags === 'number' ? traceFlags & 0xff : TraceFlags.SAMPLED,
      isRemote: true,
    }
    if (isSpanContextValid(span)) return span
  }
  warnOnce(
    'the call of an evaluation has a traceId that is not 32, or a spanId that is not 16 hexadecimal digits; it is recorded without its span',
  )
  return undefined
}
