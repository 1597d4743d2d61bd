import { type Attributes, type Context, context, trace } from '@opentelemetry/api'

import { capturesAtMost } from '../content/capture.ts'
import { contentSettings } from '../content/content-policy.ts'
import type { InputContent } from '../content/messages.ts'
import { callContextAttributes, callContextOf } from '../context/call-context.ts'
import { rememberCall } from '../evaluation/recent-calls.ts'
import { guard } from '../guard.ts'
import { ATTR_LLMOPS_CONTENT_CAPTURE } from '../llmops.ts'
import {
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_RESPONSE_ID,
} from '../semconv.ts'
import { agentTallyOf, count, newTally, tallyAttributes, withAgentTally } from './agent-tally.ts'
import { inputAttributes, outputAttributes, variableAttributes } from './content-attributes.ts'
import { promptOf, recordContent, recordFailure } from './operation-events.ts'
import { operationKind, type OperationName } from './operation-kinds.ts'
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
  /** Nobody outside this process is asked: a local model, an agent of the application's own. */
  readonly inProcess?: boolean
}

export interface InferenceOptions extends OperationOptions {
  readonly name: InferenceName
}

/** One GenAI operation from its request to its end. */
export interface Operation {
  /** The caller's context with the operation's span: run the request in it. */
  readonly context: Context
  /** Whether content is recorded. Without need it is not kept. */
  readonly captures: boolean
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
 * Starts the span of any GenAI operation of the table. Metadata of async context is on each of them, the conversation
 * and the agent's name where the conventions have them; prompt and contract are for inferences only.
 */
export function startOperation(telemetry: Telemetry, options: OperationOptions): Operation {
  const kind = operationKind(options.name, options.inProcess === true)
  const parent = context.active()
  const call = callContextOf(parent)
  const prompt = call.prompt ?? promptOf(options.attributes)
  const settings = contentSettings(telemetry.contentPolicy, prompt)
  const capture = capturesAtMost(settings.capture, kind.content)
  const contract = kind.context === 'prompt' ? call.prompt?.output : undefined
  const agent = agentTallyOf(parent)
  const attributes: Attributes = {
    [ATTR_GEN_AI_OPERATION_NAME]: options.name,
    ...(kind.namesAgent &&
      agent?.agentName !== undefined && { [ATTR_GEN_AI_AGENT_NAME]: agent.agentName }),
    ...options.attributes,
    ...callContextAttributes(call, kind.context),
    [ATTR_LLMOPS_CONTENT_CAPTURE]: CAPTURE_WORDS[capture],
  }
  const subject = kind.subject && attributes[kind.subject]
  const span = telemetry
    .tracer()
    .startSpan(
      typeof subject === 'string' ? `${options.name} ${subject}` : options.name,
      { kind: kind.spanKind, attributes },
      parent,
    )
  const captures = capture !== 'NO_CONTENT' && span.isRecording()
  const input = captures ? guard('reading the request', () => options.input?.()) : undefined
  const { countedAs, sums } = kind
  const tally = sums && newTally(options.attributes[ATTR_GEN_AI_AGENT_NAME])
  const withSpan = trace.setSpan(parent, span)
  const spanContext = tally ? withAgentTally(withSpan, tally) : withSpan

  const startedAt = performance.now()
  let timeToFirstChunk: number | undefined
  let lastChunkAt = 0
  const timesPerOutputChunk: number[] = []
  let ended = false

  return {
    context: spanContext,
    captures,
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
        const own = resultAttributes(outcome, contract, timeToFirstChunk)
        const failed = outcome.kind === 'failure'
        const result = tally ? { ...tallyAttributes(tally, sums, own, failed), ...own } : own
        span.setAttributes(result)
        const all = { ...attributes, ...result }
        if (kind.metrics === 'inference')
          rememberCall(all[ATTR_GEN_AI_RESPONSE_ID], span.spanContext(), call)
        if (agent && countedAs) count(agent, countedAs, all)
        const calls = tally?.calls
        telemetry.record[kind.metrics](all, {
          duration,
          timeToFirstChunk,
          timesPerOutputChunk,
          ...(calls && { calls }),
        })
        const place = { telemetry, settings, prompt, span, at: spanContext }
        if (captures)
          recordContent(place, capture, all, {
            ...inputAttributes(input),
            ...(kind.context === 'prompt' && variableAttributes(call.prompt?.variables)),
            ...outputAttributes(outcome.response),
          })
        if (outcome.kind === 'failure') recordFailure(place, outcome.error)
      })
      // Outside the guard: whatever failed above, the span must not stay open.
      span.end(at)
    },
  }
}
