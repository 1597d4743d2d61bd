import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'

import { callContextAttributes, callContextOf } from './call-context.ts'
import { capturesOnEvent, capturesOnSpan } from './capture.ts'
import type { ModelOutput, OutputContract } from './contract.ts'
import { describeError, errorType } from './error-type.ts'
import { guard } from './guard.ts'
import {
  ATTR_LLMOPS_CONTENT_CAPTURE,
  ATTR_LLMOPS_OUTPUT_CONTRACT,
  ATTR_LLMOPS_OUTPUT_LABEL,
  ATTR_LLMOPS_OUTPUT_VALID,
  ATTR_LLMOPS_OUTPUT_VIOLATION,
} from './llmops.ts'
import type { InputContent, Message } from './messages.ts'
import * as semconv from './semconv.ts'
import type { Telemetry } from './telemetry.ts'

/** The model calls of `gen_ai.operation.name`. */
export type InferenceName = 'chat' | 'generate_content' | 'text_completion'

export interface InferenceOptions {
  readonly name: InferenceName
  /** Everything known before the request: provider, server, request parameters. Sampling sees it. */
  readonly attributes: Attributes
  /** The request's content. Called only where content is captured, before the client may change the request. */
  readonly input?: () => InputContent
}

/** What came back, as far as it came. */
export interface InferenceResponse {
  /** `gen_ai.response.*` and `gen_ai.usage.*`. */
  readonly attributes: Attributes
  /** The first choice, for the contract. */
  readonly output?: ModelOutput | undefined
  /** One message per choice. Called only where content is captured. */
  readonly messages?: () => readonly Message[]
}

/**
 * How an operation ended. `cancelled` is the application leaving a stream early by its own will (`break`):
 * no failure, and no verdict either, since the output is not whole.
 */
export type Outcome =
  | { readonly kind: 'success' | 'cancelled'; readonly response: InferenceResponse }
  | { readonly kind: 'failure'; readonly error: unknown; readonly response?: InferenceResponse }

/** One GenAI operation from its request to its end. */
export interface Operation {
  /** The caller's context with the operation's span: run the request in it. */
  readonly context: Context
  /** Whether somebody will ask for the output's text. Without need a stream's text is not kept. */
  readonly needsOutput: boolean
  /** A chunk that carries output has arrived, just now. */
  readonly chunk: () => void
  /** Ends the operation. Only the first call counts. */
  readonly end: (outcome: Outcome) => void
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
  const parent = context.active()
  const call = callContextOf(parent)
  const contract = call.prompt?.output
  const attributes: Attributes = {
    [semconv.ATTR_GEN_AI_OPERATION_NAME]: options.name,
    ...options.attributes,
    ...callContextAttributes(call),
    [ATTR_LLMOPS_CONTENT_CAPTURE]: CAPTURE_WORDS[telemetry.capture],
  }
  const model = options.attributes[semconv.ATTR_GEN_AI_REQUEST_MODEL]
  const span = telemetry
    .tracer()
    .startSpan(
      typeof model === 'string' ? `${options.name} ${model}` : options.name,
      { kind: SpanKind.CLIENT, attributes },
      parent,
    )
  const captures = telemetry.capture !== 'NO_CONTENT' && span.isRecording()
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
      const now = performance.now()
      if (timeToFirstChunk === undefined) timeToFirstChunk = (now - startedAt) / 1000
      else if (timesPerOutputChunk.length < MAX_TIMED_CHUNKS)
        timesPerOutputChunk.push((now - lastChunkAt) / 1000)
      lastChunkAt = now
    },
    end: (outcome) => {
      if (ended) return
      ended = true
      const duration = (performance.now() - startedAt) / 1000
      guard('ending an operation', () => {
        const result = resultAttributes(outcome, contract, timeToFirstChunk)
        span.setAttributes(result)
        const all = { ...attributes, ...result }
        telemetry.recordInference(all, { duration, timeToFirstChunk, timesPerOutputChunk })
        if (captures) recordContent(telemetry, span, spanContext, all, input, outcome.response)
        if (outcome.kind === 'failure') recordFailure(telemetry, span, spanContext, outcome.error)
      })
      // Outside the guard: whatever failed above, the span must not stay open.
      span.end()
    },
  }
}

function resultAttributes(
  outcome: Outcome,
  contract: OutputContract | undefined,
  timeToFirstChunk: number | undefined,
): Attributes {
  return {
    ...outcome.response?.attributes,
    ...(timeToFirstChunk !== undefined && {
      [semconv.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: timeToFirstChunk,
    }),
    ...(contract && verdictAttributes(contract, outcome)),
    ...(outcome.kind === 'failure' && { [semconv.ATTR_ERROR_TYPE]: errorType(outcome.error) }),
  }
}

/** A call that failed, or whose output nobody read, has the contract, so that queries can count it, but no verdict. */
function verdictAttributes(contract: OutputContract, outcome: Outcome): Attributes {
  const declared = { [ATTR_LLMOPS_OUTPUT_CONTRACT]: contract.description }
  const output = outcome.kind === 'success' ? outcome.response.output : undefined
  if (output === undefined) return declared
  const verdict = contract.judge(output)
  return verdict.valid
    ? {
        ...declared,
        [ATTR_LLMOPS_OUTPUT_LABEL]: verdict.label,
        [ATTR_LLMOPS_OUTPUT_VALID]: true,
      }
    : {
        ...declared,
        [ATTR_LLMOPS_OUTPUT_VALID]: false,
        [ATTR_LLMOPS_OUTPUT_VIOLATION]: verdict.violation,
      }
}

function recordFailure(telemetry: Telemetry, span: Span, at: Context, error: unknown): void {
  const { type, message, stack } = describeError(error)
  span.setStatus({ code: SpanStatusCode.ERROR, message })
  telemetry.emit({
    eventName: semconv.EVENT_GEN_AI_CLIENT_OPERATION_EXCEPTION,
    severityNumber: 13,
    severityText: 'WARN',
    context: at,
    attributes: eventAttributes({
      [semconv.ATTR_EXCEPTION_TYPE]: type,
      [semconv.ATTR_EXCEPTION_MESSAGE]: message,
      [semconv.ATTR_EXCEPTION_STACKTRACE]: stack,
    }),
  })
}

function recordContent(
  telemetry: Telemetry,
  span: Span,
  at: Context,
  attributes: Attributes,
  input: InputContent | undefined,
  response: InferenceResponse | undefined,
): void {
  const content = {
    [semconv.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: input?.systemInstructions,
    [semconv.ATTR_GEN_AI_TOOL_DEFINITIONS]: input?.toolDefinitions,
    [semconv.ATTR_GEN_AI_INPUT_MESSAGES]: input?.inputMessages,
    [semconv.ATTR_GEN_AI_OUTPUT_MESSAGES]: response?.messages?.(),
  }
  const present = Object.entries(content).filter(([, value]) => value !== undefined)
  // SDK 2.x drops objects on spans, and an instrumentation cannot ask which SDK it has (decision 8 of the design).
  if (capturesOnSpan(telemetry.capture))
    for (const [key, value] of present) span.setAttribute(key, JSON.stringify(value))
  if (capturesOnEvent(telemetry.capture)) {
    telemetry.emit({
      eventName: semconv.EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
      severityNumber: 5,
      severityText: 'DEBUG',
      context: at,
      attributes: eventAttributes({ ...attributes, ...Object.fromEntries(present) }),
    })
  }
}

/** The two generations of the logs API type their attribute values differently; plain data fits both. */
function eventAttributes(attributes: Record<string, unknown>): Record<string, never> {
  return attributes as Record<string, never>
}
