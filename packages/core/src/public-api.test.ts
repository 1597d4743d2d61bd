/**
 * What TypeScript makes of the public surface, as users write it: what comes out of a call, and what does not compile.
 * `tsc -b` judges the types, the tests the values.
 */
import { type Attributes, createNoopMeter, type SpanContext, trace } from '@opentelemetry/api'
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { describe, expect, expectTypeOf, it } from 'vitest'

import {
  type CallContext,
  callContextAttributes,
  callContextOf,
  type CallRef,
  callRefOf,
  comparePromptVersions,
  configureTelemetry,
  type ContentPolicy,
  createTelemetry,
  currentCall,
  definePrompt,
  type Evaluation,
  type EvaluationResult,
  type Evaluator,
  type EvaluatorKind,
  type Feedback,
  type FeedbackGiven,
  guard,
  type InferenceName,
  type JudgedCallOptions,
  type Metadata,
  oneOf,
  type Operation,
  type OperationName,
  type Outcome,
  type Prompt,
  PromptContextSpanProcessor,
  type PromptInUse,
  type PromptRef,
  type PromptRunOptions,
  recordEvaluation,
  recordFeedback,
  type Redactor,
  resolveContentPolicy,
  type ResolvedContentPolicy,
  startInference,
  withConversation,
  withMetadata,
  withPrompt,
} from './index.ts'
import * as everything from './index.ts'

const prompt = definePrompt({ name: 'answer', version: 2, output: oneOf('Yes', 'No') })
const evaluator = { name: 'checks', kind: 'code' } as const

/** Like the promise of the openai client: a subclass with methods of its own. */
class OwnPromise<T> extends Promise<T> {
  parsed = true
}

describe('what runs in a context', () => {
  it('comes out as what the function gives, in its own type', async () => {
    const text = prompt.run(() => 'text')
    const promise = prompt.run({ metadata: { turn: 1 } }, async () => 1)
    const own = prompt.run(() => new OwnPromise<number>((resolve) => resolve(1)))
    const nested = withConversation('c', () => withMetadata({ turn: 1 }, () => [1] as const))
    expectTypeOf(text).toEqualTypeOf<string>()
    expectTypeOf(promise).toEqualTypeOf<Promise<number>>()
    expectTypeOf(own).toEqualTypeOf<OwnPromise<number>>()
    expectTypeOf(nested).toEqualTypeOf<readonly [1]>()
    expectTypeOf(withPrompt(prompt, () => undefined)).toEqualTypeOf<undefined>()
    expectTypeOf(prompt.run((): never | string => 'a')).toEqualTypeOf<string>()
    expect([text, await promise, await own, own.parsed, nested]).toEqual(['text', 1, 1, true, [1]])
  })

  it('is a function, with options before it and nothing after it', () => {
    // @ts-expect-error -- options alone run nothing
    expect(() => prompt.run({ metadata: { turn: 1 } })).toThrow(TypeError)
    // @ts-expect-error -- the function comes last
    expect(() => prompt.run(() => 1, {})).toThrow(TypeError)
    // @ts-expect-error -- a promise is no function: it would have started outside
    expect(() => withMetadata({ turn: 1 }, Promise.resolve(1))).toThrow(TypeError)
    // @ts-expect-error -- an id is text
    expect(withConversation(7, () => 1)).toBe(1)
  })

  it('knows its options', () => {
    expectTypeOf<PromptRunOptions>().toEqualTypeOf<{
      readonly metadata?: Metadata | undefined
      readonly conversationId?: string | undefined
      readonly variables?: Readonly<Record<string, unknown>> | undefined
    }>()
    // @ts-expect-error -- misspelt
    expect(prompt.run({ metdata: { turn: 1 } }, () => 1)).toBe(1)
    expect(
      prompt.run({ conversationId: undefined, metadata: { at: new Date(), a: [1] } }, () => 1),
    ).toBe(1)
  })
})

describe('a prompt', () => {
  it('is a reference, and a reference needs no contract', () => {
    expectTypeOf(prompt).toEqualTypeOf<Prompt>()
    expectTypeOf<Prompt>().toExtend<PromptRef>()
    expectTypeOf<{ name: string; version: string }>().toExtend<PromptRef>()
    expect(withPrompt({ name: 'answer', version: '2026-11' }, () => 1)).toBe(1)
    expect(comparePromptVersions(9, '10')).toBeLessThan(0)
  })

  it('cannot be changed, nor be without a version', () => {
    const copy: Prompt = { ...prompt }
    // @ts-expect-error -- readonly
    copy.version = 3
    // @ts-expect-error -- version is required
    expect(() => definePrompt({ name: 'answer' })).toThrow('version of answer')
    // @ts-expect-error -- misspelt
    expect(definePrompt({ name: 'answer', version: 1, outptu: oneOf('a') }).output).toBeUndefined()
    // @ts-expect-error -- a contract, not its labels
    expect(() => definePrompt({ name: 'answer', version: 1, output: ['Yes'] })).toThrow('contract')
  })
})

describe('an evaluation', () => {
  it('has a score, a label, both, or an error in place of them', () => {
    const base = { name: 'relevance', evaluator }
    expectTypeOf({ ...base, score: 1 }).toExtend<Evaluation>()
    expectTypeOf({ ...base, label: 'pass' }).toExtend<Evaluation>()
    expectTypeOf({ ...base, score: 1, label: 'pass', explanation: 'why' }).toExtend<Evaluation>()
    expectTypeOf({ ...base, error: new Error('a') }).toExtend<Evaluation>()
    expectTypeOf(base).not.toExtend<Evaluation>()
    expectTypeOf<Evaluation>().toExtend<EvaluationResult & JudgedCallOptions>()
    expectTypeOf<Feedback>().toExtend<FeedbackGiven & JudgedCallOptions>()
    expectTypeOf(evaluator).toExtend<Evaluator>()
    expectTypeOf({ ...base, score: '1' }).not.toExtend<Evaluation>()
    expectTypeOf<EvaluatorKind>().toEqualTypeOf<'code' | 'model' | 'human'>()
    expect(recordEvaluation({ ...base, score: 1 })).toBeUndefined()
  })

  it('names its evaluator and its call', () => {
    // @ts-expect-error -- who says so?
    recordEvaluation({ name: 'relevance', score: 1 })
    // @ts-expect-error -- one of three kinds
    recordEvaluation({ name: 'relevance', score: 1, evaluator: { name: 'a', kind: 'robot' } })
    // @ts-expect-error -- a response is no reference; its id is, or callRefOf(response)
    recordEvaluation({ name: 'relevance', score: 1, evaluator, call: { id: 'chatcmpl-1' } })
    // @ts-expect-error -- misspelt
    recordEvaluation({ name: 'relevance', score: 1, evaluator, responseID: 'chatcmpl-1' })
    recordEvaluation({ name: 'relevance', score: 1, evaluator, responseId: undefined })
    recordEvaluation({ name: 'relevance', score: 1, evaluator, prompt, call: '00-0-0-01' })
    expectTypeOf(recordEvaluation).returns.toEqualTypeOf<void>()
    expect(currentCall()).toBeUndefined()
  })

  it('takes what points at a call: a span context, a reference before and after JSON', () => {
    expectTypeOf<SpanContext>().toExtend<CallRef>()
    expectTypeOf(currentCall).returns.toEqualTypeOf<CallRef | undefined>()
    expectTypeOf(callRefOf).returns.toEqualTypeOf<CallRef>()
    expectTypeOf(callRefOf).parameter(0).toEqualTypeOf<{ readonly id: string }>()
    const ref: CallRef = callRefOf({ id: 'chatcmpl-1' })
    expect(JSON.parse(JSON.stringify(ref))).toEqual(ref)
    // @ts-expect-error -- nothing without an id was answered by a model
    expect(callRefOf({}).responseId).toBeUndefined()
  })
})

describe('feedback', () => {
  it('is a thumb, a rating or a comment', () => {
    expectTypeOf<{ thumb: 'up' }>().toExtend<Feedback>()
    expectTypeOf<{ thumb: 'down'; comment: string; userId: string }>().toExtend<Feedback>()
    expectTypeOf<{ rating: number; name: string }>().toExtend<Feedback>()
    expectTypeOf<{ comment: string; responseId: string }>().toExtend<Feedback>()
    expectTypeOf<{ responseId: string }>().not.toExtend<Feedback>()
    expectTypeOf<{ thumb: 'sideways' }>().not.toExtend<Feedback>()
    expectTypeOf<{ thumb: 'up'; rating: number }>().not.toExtend<Feedback>()
    // @ts-expect-error -- misspelt
    expect(recordFeedback({ thumb: 'up', coment: 'nice' })).toBeUndefined()
  })
})

const redact: Redactor = (text, { path }) => (path === '' ? undefined : text)
// @ts-expect-error -- telemetry cannot wait for a redactor
const slow: Redactor = async (text: string) => text

describe('what authors of instrumentations use', () => {
  it('knows how a call can end', () => {
    type Failure = Extract<Outcome, { kind: 'failure' }>
    expectTypeOf<Outcome['kind']>().toEqualTypeOf<'success' | 'cancelled' | 'failure'>()
    expectTypeOf<Failure['error']>().toEqualTypeOf<unknown>()
    expectTypeOf<{ kind: 'success' }>().not.toExtend<Outcome>()
    expectTypeOf<InferenceName>().toEqualTypeOf<'chat' | 'generate_content' | 'text_completion'>()
    expectTypeOf<InferenceName>().toExtend<OperationName>()
    const telemetry = createTelemetry({
      tracer: () => trace.getTracer('a'),
      meter: createNoopMeter(),
    })
    // @ts-expect-error -- no inference
    startInference(telemetry, { name: 'embeddings', attributes: {} }).end({
      kind: 'failure',
      error: 1,
    })
    const operation = startInference(telemetry, { name: 'chat', attributes: {} })
    expectTypeOf(operation).toEqualTypeOf<Operation>()
    expectTypeOf<(outcome: Outcome, at?: number) => void>().toExtend<Operation['end']>()
    expect(operation.needsOutput).toBe(false)
  })

  it('takes a content policy in parts, and gives one that is whole', () => {
    expectTypeOf<{ redact: Redactor; capture: 'SPAN_ONLY' }>().toExtend<ContentPolicy>()
    expectTypeOf(resolveContentPolicy({ redact })).toEqualTypeOf<ResolvedContentPolicy>()
    // @ts-expect-error -- misspelt
    resolveContentPolicy({ prompts: { answer: { captures: 'NO_CONTENT' } } })
    expect([redact, slow]).toHaveLength(2)
  })

  it('reads the context', () => {
    expectTypeOf(callContextOf).returns.toEqualTypeOf<CallContext>()
    expectTypeOf<PromptInUse>().toExtend<PromptRef>()
    expectTypeOf(callContextAttributes).returns.toEqualTypeOf<Attributes>()
    // @ts-expect-error -- how much of it: prompt, conversation or metadata
    expect(callContextAttributes(callContextOf(), 'all')).toEqual({})
  })
})

describe('the rest', () => {
  it('of values is no more than this', () => {
    expect(Object.keys(everything).toSorted()).toEqual([
      'CAPTURE_VARIABLE',
      'PromptContextSpanProcessor',
      'applyContentPolicy',
      'callContextAttributes',
      'callContextOf',
      'callRefOf',
      'capturesOnEvent',
      'capturesOnSpan',
      'comparePromptVersions',
      'configureTelemetry',
      'contentPolicyOver',
      'contentSettings',
      'createTelemetry',
      'currentCall',
      'defaultTelemetry',
      'definePrompt',
      'dropWatch',
      'errorClass',
      'globalLoggerProvider',
      'guard',
      'isOfClass',
      'json',
      'jsonSchema',
      'matches',
      'nameErrorClasses',
      'observeCall',
      'oneOf',
      'parseCaptureMode',
      'present',
      'recordEvaluation',
      'recordFeedback',
      'redactors',
      'resolveContentPolicy',
      'serverAttributes',
      'startInference',
      'startOperation',
      'toolCall',
      'traceAgent',
      'traceCreateAgent',
      'traceEmbeddings',
      'traceInference',
      'traceMemory',
      'tracePlan',
      'traceRetrieval',
      'traceTool',
      'traceWorkflow',
      'whenDropped',
      'withConversation',
      'withMetadata',
      'withPrompt',
      'withoutPrompt',
    ])
  })

  it('fits the SDK, and says what may be missing', () => {
    expectTypeOf<PromptContextSpanProcessor>().toExtend<SpanProcessor>()
    expectTypeOf(guard('reading', () => 1)).toEqualTypeOf<number | undefined>()
    // @ts-expect-error -- misspelt
    configureTelemetry({ captureMessageContents: 'SPAN_ONLY' })
    // @ts-expect-error -- one of four modes
    configureTelemetry({ captureMessageContent: 'ALL' })
    configureTelemetry({ captureMessageContent: undefined })
    expect(guard('reading', () => 1)).toBe(1)
  })
})
