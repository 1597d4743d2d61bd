import { type Attributes, type Context, context, SpanKind, trace } from '@opentelemetry/api'

import { capturesAtMost } from '../content/capture.ts'
import type { InputContent } from '../content/messages.ts'
import { callContextAttributes, callContextOf } from '../context/call-context.ts'
import { guard } from '../guard.ts'
import { ATTR_LLMOPS_CONTENT_CAPTURE } from '../llmops.ts'
import { ATTR_GEN_AI_OPERATION_NAME } from '../semconv.ts'
import { recordContent, recordFailure } from './operation-events.ts'
import { type OperationName, OPERATIONS } from './operation-kinds.ts'
import { type Outcome, resultAttributes } from './outcome.ts'
import type { Telemetry } from './telemetry.ts'

/** The model calls of `gen_ai.operation.name`. */
export type InferenceName = Extract<OperationName, 'chat' | 'generate_content' | 'text_completion'>

export interface OperationOptions {
  readonly name: OperationName
  /** Everything known before the request: provider, server, request parameters. Sampling sees it. */
  readonly attributes: Attributes
  /** The request's content. Called only where content is captured, before the client may change the request. */
  readonly input?: () => InputContent
}

export interface InferenceOptions extends OperationOptions {
  readonly name: InferenceName
}

/** One GenAI operation from its request to its end. */
export interface Operation {
  /** The caller's context with the operation's span: run the request in it. */
  readonly context: Context
  /** Whether somebody will ask for the output's text. Without need a stream's text is not kept. */
  readonly needsOutput: boolean
  /** A chunk that carries output has arrived, just now. */
  readonly chunk: () => void
  /**
   * Ends the operation. Only the first call counts.
   *
   * @param at when it ended, on the clock of `performance.now()`; for an end that is noticed late, as by a finalizer
   */
  readonly end: (outcome: Outcome, at?: number) => void
}

const CAPTURE_WORDS = {
  NO_CONTENT: 'none',
  SPAN_ONLY: 'span',
  EVENT_ONLY: 'event',
  SPAN_AND_EVENT: 'span_and_event',
} as const

/** Where a stream has more chunks than this, the later ones are not timed: memory stays bounded. */
const MAX_TIMED_CHUNKS = 50_000

/** Starts the span of a model call, takes prompt, conversation and metadata from async context. */
export function startInference(telemetry: Telemetry, options: InferenceOptions): Operation {
  return startOperation(telemetry, options)
}

/**
 * Starts the span of any GenAI operation of the table. What is no inference takes only metadata from async context:
 * prompt and conversation are not on such spans, and no contract judges them.
 */
export function startOperation(telemetry: Telemetry, options: OperationOptions): Operation {
  const kind = OPERATIONS[options.name]
  const capture = capturesAtMost(telemetry.capture, kind.content)
  const parent = context.active()
  const call = callContextOf(parent)
  const contract = kind.prompted ? call.prompt?.output : undefined
  const attributes: Attributes = {
    [ATTR_GEN_AI_OPERATION_NAME]: options.name,
    ...options.attributes,
    ...(kind.prompted ? callContextAttributes(call) : call.metadata),
    [ATTR_LLMOPS_CONTENT_CAPTURE]: CAPTURE_WORDS[capture],
  }
  const subject = kind.subject && options.attributes[kind.subject]
  const span = telemetry
    .tracer()
    .startSpan(
      typeof subject === 'string' ? `${options.name} ${subject}` : options.name,
      { kind: SpanKind.CLIENT, attributes },
      parent,
    )
  const captures = capture !== 'NO_CONTENT' && span.isRecording()
  const input = captures ? guard('reading the request', () => options.input?.()) : undefined
  const spanContext = trace.setSpan(parent, span)

  const startedAt = performance.now()
  let timeToFirstChunk: number | undefined
  let lastChunkAt = 0
  const timesPerOutputChunk: number[] = []
  let ended = false

  return {
    context: spanContext,
    needsOutput: captures || contract !== undefined,
    chunk: () => {
      if (!kind.timesChunks) return
      const now = performance.now()
      if (timeToFirstChunk === undefined) timeToFirstChunk = (now - startedAt) / 1000
      else if (timesPerOutputChunk.length < MAX_TIMED_CHUNKS)
        timesPerOutputChunk.push((now - lastChunkAt) / 1000)
      lastChunkAt = now
    },
    end: (outcome, at) => {
      if (ended) return
      ended = true
      const duration = ((at ?? performance.now()) - startedAt) / 1000
      guard('ending an operation', () => {
        const result = resultAttributes(outcome, contract, timeToFirstChunk)
        span.setAttributes(result)
        const all = { ...attributes, ...result }
        telemetry.record[kind.metrics](all, { duration, timeToFirstChunk, timesPerOutputChunk })
        if (captures)
          recordContent(telemetry, capture, span, spanContext, all, input, outcome.response)
        if (outcome.kind === 'failure') recordFailure(telemetry, span, spanContext, outcome.error)
      })
      // Outside the guard: whatever failed above, the span must not stay open.
      span.end(at)
    },
  }
}
