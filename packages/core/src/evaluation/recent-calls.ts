import { isSpanContextValid, type SpanContext } from '@opentelemetry/api'

import type { CallContext } from '../context/call-context.ts'

/** What an evaluation wants to know of a call that is over. */
export interface RecentCall {
  readonly span: SpanContext
  readonly prompt?: { readonly name: string; readonly version: string | number } | undefined
  readonly conversationId?: string | undefined
}

/** People judge what they have just seen; later than that the response's id alone has to do. About 300 bytes each. */
const MAX_CALLS = 2000

/** One for all copies of this package: an application may have loaded it as ESM and as CommonJS. */
const CALLS = Symbol.for('kansoku.recent-calls')
const shared = globalThis as { [CALLS]?: Map<string, RecentCall> }

/** Keeps the span of a call that has ended, for an evaluation that knows only its response's id. */
export function rememberCall(responseId: unknown, span: SpanContext, context: CallContext): void {
  if (typeof responseId !== 'string' || responseId === '' || !isSpanContextValid(span)) return
  const calls = (shared[CALLS] ??= new Map())
  const { conversationId, prompt } = context
  calls.delete(responseId)
  calls.set(responseId, {
    span,
    ...(prompt && { prompt: { name: prompt.name, version: prompt.version } }),
    ...(conversationId !== undefined && { conversationId }),
  })
  if (calls.size <= MAX_CALLS) return
  const [oldest] = calls.keys()
  if (oldest !== undefined) calls.delete(oldest)
}

/** The call of this process that was answered by the response, if it was among the last ones. */
export function recentCall(responseId: string): RecentCall | undefined {
  return shared[CALLS]?.get(responseId)
}
