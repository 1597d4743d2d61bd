import { type Attributes, type Context, context, type Span, trace } from '@opentelemetry/api'

import { type CaptureMode, capturesAtMost } from '../content/capture.ts'
import {
  type ContentSettings,
  contentSettings,
  type PromptIdentity,
} from '../content/content-policy.ts'
import type { InputContent } from '../content/messages.ts'
import { type CallContext, callContextAttributes, callContextOf } from '../context/call-context.ts'
import { layeredOn } from '../context/layered-context.ts'
import type { OutputContract } from '../contracts/contract.ts'
import { rememberCall } from '../evaluation/recent-calls.ts'
import { guard } from '../guard.ts'
import { ATTR_LLMOPS_CONTENT_CAPTURE } from '../llmops.ts'
import { present } from '../present.ts'
import {
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_RESPONSE_ID,
} from '../semconv.ts'
import {
  type AgentTally,
  agentTallyOf,
  count,
  newTally,
  tallyAttributes,
  withAgentTally,
} from './agent-tally.ts'
import { inputAttributes, outputAttributes, variableAttributes } from './content-attributes.ts'
import { type OperationPlace, promptOf, recordContent, recordFailure } from './operation-events.ts'
import { type OperationKind, operationKind, type OperationName } from './operation-kinds.ts'
import { type Outcome, resultAttributes } from './outcome.ts'
import { SpanAttributes } from './span-attributes.ts'
import type { Telemetry } from './telemetry.ts'

/** The model calls of `gen_ai.operation.name`. */
export type InferenceName = Extract<OperationName, 'chat' | 'generate_content' | 'text_completion'>

export interface OperationOptions {
  readonly name: OperationName
  /** Everything known before the request: provider, server, request parameters. Sampling sees it. */
  readonly attributes: Attributes
  /** The request's content. Called only where content is captured, before the client may change the request. */
  readonly input?: () => InputContent | undefined
  /** The contract of the request itself, such as of its output format. Called where the context declares none. */
  readonly contract?: () => OutputContract | undefined
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
  /**
   * A chunk that carries output has arrived.
   *
   * @param at when, on the clock of `performance.now()`; just now unless it is said
   */
  readonly chunk: (at?: number) => void
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
  return new RunningOperation(telemetry, options)
}

function contractOf(call: CallContext, options: OperationOptions): OutputContract | undefined {
  return call.prompt?.output ?? guard('reading the output format', () => options.contract?.())
}

/** A class, because closures for each call cost more (test/bench); what it keeps is nobody's business. */
class RunningOperation implements Operation {
  readonly context: Context
  readonly captures: boolean
  readonly needsOutput: boolean

  readonly #telemetry: Telemetry
  readonly #kind: OperationKind
  readonly #call: CallContext
  readonly #prompt: PromptIdentity | undefined
  readonly #settings: ContentSettings
  readonly #capture: CaptureMode
  readonly #contract: OutputContract | undefined
  /** The agent that it happens in, and for an agent what happens in it. */
  readonly #agent: AgentTally | undefined
  readonly #tally: AgentTally | undefined
  readonly #attributes: Attributes
  readonly #span: Span
  readonly #input: InputContent | undefined

  readonly #startedAt: number
  #timeToFirstChunk: number | undefined
  #lastChunkAt = 0
  #timesPerOutputChunk: number[] | undefined
  #ended = false

  constructor(telemetry: Telemetry, options: OperationOptions) {
    const kind = operationKind(options.name, options.inProcess === true)
    const parent = context.active()
    const call = callContextOf(parent)
    const prompt = call.prompt ?? promptOf(options.attributes)
    const settings = contentSettings(telemetry.contentPolicy, prompt)
    const capture = capturesAtMost(settings.capture, kind.content)
    const contract = kind.context === 'prompt' ? contractOf(call, options) : undefined
    const agent = agentTallyOf(parent)
    const attributes = startAttributes(options, kind, call, agent)
    attributes[ATTR_LLMOPS_CONTENT_CAPTURE] = CAPTURE_WORDS[capture]
    const subject = kind.subject && attributes[kind.subject]
    const span = telemetry
      .tracer()
      .startSpan(
        typeof subject === 'string' ? `${options.name} ${subject}` : options.name,
        { kind: kind.spanKind, attributes },
        parent,
      )
    this.#startedAt = performance.now()
    const captures = capture !== 'NO_CONTENT' && span.isRecording()
    const tally = kind.sums && newTally(options.attributes[ATTR_GEN_AI_AGENT_NAME])
    const withSpan = trace.setSpan(layeredOn(parent), span)

    this.context = tally ? withAgentTally(withSpan, tally) : withSpan
    this.captures = captures
    this.needsOutput = captures || contract !== undefined
    this.#telemetry = telemetry
    this.#kind = kind
    this.#call = call
    this.#prompt = prompt
    this.#settings = settings
    this.#capture = capture
    this.#contract = contract
    this.#agent = agent
    this.#tally = tally
    this.#attributes = attributes
    this.#span = span
    this.#input = captures ? guard('reading the request', () => options.input?.()) : undefined
  }

  chunk(now: number = performance.now()): void {
    if (!this.#kind.timesChunks) return
    if (this.#timeToFirstChunk === undefined)
      this.#timeToFirstChunk = (now - this.#startedAt) / 1000
    else {
      const times = (this.#timesPerOutputChunk ??= [])
      if (times.length < MAX_TIMED_CHUNKS) times.push((now - this.#lastChunkAt) / 1000)
    }
    this.#lastChunkAt = now
  }

  end(outcome: Outcome, at?: number): void {
    if (this.#ended) return
    this.#ended = true
    const duration = ((at ?? performance.now()) - this.#startedAt) / 1000
    guard('ending an operation', () => this.#record(outcome, duration))
    // A guard of its own: whatever failed above, the span must not stay open; and a span processor may throw.
    guard('ending a span', () => this.#span.end(at))
  }

  #record(outcome: Outcome, duration: number): void {
    const kind = this.#kind
    const tally = this.#tally
    const span = this.#span
    const timeToFirstChunk = this.#timeToFirstChunk
    const own = resultAttributes(outcome, this.#contract, timeToFirstChunk)
    const failed = outcome.kind === 'failure'
    const result =
      tally && kind.sums ? present(tallyAttributes(tally, kind.sums, own, failed), own) : own
    span.setAttributes(result)
    const said = new SpanAttributes(this.#attributes, result)
    if (kind.metrics === 'inference')
      rememberCall(said.get(ATTR_GEN_AI_RESPONSE_ID), span.spanContext(), this.#call)
    if (this.#agent && kind.countedAs) count(this.#agent, kind.countedAs, said.all())
    this.#telemetry.record[kind.metrics](said, {
      duration,
      timeToFirstChunk,
      timesPerOutputChunk: this.#timesPerOutputChunk ?? NONE,
      calls: tally?.calls,
    })
    if (!this.captures && !failed) return
    const place: OperationPlace = {
      telemetry: this.#telemetry,
      settings: this.#settings,
      prompt: this.#prompt,
      span,
      at: this.context,
    }
    // A guard of its own: content that cannot be read must not hide a failure.
    if (this.captures)
      guard('recording content', () =>
        recordContent(place, this.#capture, said, {
          ...inputAttributes(this.#input),
          ...(kind.context === 'prompt' && variableAttributes(this.#call.prompt?.variables)),
          ...outputAttributes(outcome.response),
        }),
      )
    if (failed) recordFailure(place, outcome.error)
  }
}

const NONE: readonly number[] = []

/** What is known before the request: from its caller, and from async context. */
function startAttributes(
  { attributes, name }: OperationOptions,
  kind: OperationKind,
  call: CallContext,
  agent: AgentTally | undefined,
): Attributes {
  // The caller's attributes go first, as V8 clones what a literal begins with.
  const all: Attributes = { ...attributes }
  all[ATTR_GEN_AI_OPERATION_NAME] = name
  if (kind.namesAgent && agent?.agentName !== undefined)
    all[ATTR_GEN_AI_AGENT_NAME] ??= agent.agentName
  return Object.assign(all, callContextAttributes(call, kind.context))
}
