import { INVALID_TRACEID, type SpanContext } from '@opentelemetry/api'

import type { CallContext } from '../context/call-context.ts'

/** What an evaluation wants to know of a call that is over. */
export interface RecentCall {
  readonly span: SpanContext
  readonly prompt?: { readonly name: string; readonly version: string | number } | undefined
  readonly conversationId?: string | undefined
}

/** People judge what they have just seen; later than that the response's id alone has to do. About 300 bytes each. */
const MAX_CALLS = 2000

/**
 * By response id. When the newer ones are half of {@link MAX_CALLS}, they become the older ones, which go: to delete the
 * oldest call at each new one costs twice as much.
 */
interface RecentCalls {
  newer: Map<string, RecentCall>
  older: ReadonlyMap<string, RecentCall>
}

/** One for all copies of this package: an application may have loaded it as ESM and as CommonJS. */
const CALLS = Symbol.for('kansoku.recent-calls.2')
const shared = globalThis as { [CALLS]?: RecentCalls }

/** Keeps the span of a call that has ended, for an evaluation that knows only its response's id. */
export function rememberCall(responseId: unknown, span: SpanContext, context: CallContext): void {
  // A tracer that records nothing says so with this id. `isSpanContextValid` matches two patterns for it: 0.3 µs a call.
  if (typeof responseId !== 'string' || responseId === '' || span.traceId === INVALID_TRACEID)
    return
  const calls = (shared[CALLS] ??= { newer: new Map(), older: new Map() })
  const { conversationId, prompt } = context
  calls.newer.set(responseId, {
    span,
    prompt: prompt && { name: prompt.name, version: prompt.version },
    conversationId,
  })
  if (calls.newer.size < MAX_CALLS / 2) return
  calls.older = calls.newer
  calls.newer = new Map()
}

/** The call of this process that was answered by the response, if it was among the last thousand or two. */
export function recentCall(responseId: string): RecentCall | undefined {
  const calls = shared[CALLS]
  return calls?.newer.get(responseId) ?? calls?.older.get(responseId)
}
