/**
 * JavaScript callers give anything. Whatever it is, their function runs once, its result comes back, nothing is thrown
 * into them, the span ends, and no text of theirs is in a diagnostic.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import * as core from './index.ts'
import { record, type Recorder } from './trace/testing/record.ts'

const CANARY = 'canary 8f3a'

function explode(): never {
  throw new Error(CANARY)
}

/** Throws wherever it is touched. */
const explosive = new Proxy(
  {},
  {
    get: explode,
    has: explode,
    ownKeys: explode,
    getPrototypeOf: explode,
    getOwnPropertyDescriptor: explode,
  },
)
const cyclic: Record<string, unknown> = { text: CANARY }
cyclic['self'] = cyclic

/** By names, for the titles. */
const HOSTILE: Readonly<Record<string, unknown>> = {
  nothing: undefined,
  null: null,
  'a text': CANARY,
  'a number': Number.NaN,
  'a big integer': 10n,
  'a symbol': Symbol(CANARY),
  'a function': () => CANARY,
  'a list': [CANARY, [CANARY]],
  'an object without a prototype': Object.assign(Object.create(null), {
    name: Object.create(null),
  }),
  'a proxy that throws': explosive,
  'a cycle': cyclic,
  'own text as toString': { toString: () => CANARY },
  'half a character': '\ud83d',
  'a long text': CANARY.repeat(10_000),
}

/** Each value by itself, and in each place of an object. */
function placesOf(names: readonly string[], value: unknown): unknown[] {
  return [
    value,
    Object.fromEntries(names.map((name) => [name, value])),
    ...names.map((name) => ({ ...GOOD, [name]: value })),
  ]
}

const GOOD = { name: 'n', version: 1, provider: 'p', model: 'm' }

let recorder: Recorder
beforeEach(() => {
  recorder = record('SPAN_AND_EVENT')
})
afterEach(() => recorder.stop())

/** Runs it, and says how often the function ran. */
function calls(run: (fn: () => string) => unknown): readonly [number, unknown] {
  let times = 0
  const result = run(() => {
    times += 1
    return 'result'
  })
  return [times, result]
}

const TRACES = {
  traceAgent: core.traceAgent,
  traceCreateAgent: core.traceCreateAgent,
  traceEmbeddings: core.traceEmbeddings,
  traceInference: core.traceInference,
  traceMemory: core.traceMemory,
  tracePlan: core.tracePlan,
  traceRetrieval: core.traceRetrieval,
  traceTool: core.traceTool,
  traceWorkflow: core.traceWorkflow,
} as unknown as Readonly<Record<string, (options: unknown, fn: unknown) => unknown>>

const OPTIONS = [
  'name',
  'kind',
  'provider',
  'model',
  'server',
  'operation',
  'conversationId',
  'input',
  'tools',
  'instructions',
  'arguments',
  'query',
  'description',
  'callId',
  'topK',
  'temperature',
  'stopSequences',
  'records',
  'id',
  'storeId',
]
const HANDLE = {
  setInput: 1,
  setOutput: 1,
  setTools: 1,
  setInstructions: 1,
  setArguments: 1,
  setResult: 1,
  setDocuments: 1,
  setRequest: 1,
  setResponse: 1,
  setUsage: 1,
  setRecords: 1,
  setRecordCount: 1,
  setAgent: 1,
}

describe.each(Object.entries(HOSTILE))('%s', (_, value) => {
  it('as a prompt, a conversation, metadata', () => {
    for (const given of placesOf(
      ['name', 'version', 'output', 'metadata', 'variables', 'conversationId'],
      value,
    )) {
      expect(calls((fn) => core.withPrompt(given as never, fn))).toEqual([1, 'result'])
      expect(calls((fn) => core.withConversation(given as never, fn))).toEqual([1, 'result'])
      expect(calls((fn) => core.withMetadata(given as never, fn))).toEqual([1, 'result'])
      const prompt = core.definePrompt({ name: 'n', version: 1 })
      expect(
        calls((fn) => prompt.run(given as never, () => core.traceInference({ provider: 'p' }, fn))),
      ).toEqual([1, 'result'])
    }
    expect(recorder.open()).toBe(0)
    for (const span of recorder.spans()) expect(span.attributes['gen_ai.prompt.name']).toBe('n')
    expect(recorder.diagnostics.join('\n')).not.toContain(CANARY)
  })

  it.each(Object.keys(TRACES))('as options of %s', (name) => {
    for (const given of placesOf(OPTIONS, value))
      expect(calls((fn) => TRACES[name]?.(given, fn))).toEqual([1, 'result'])
    expect(recorder.open()).toBe(0)
    expect(recorder.diagnostics.join('\n')).not.toContain(CANARY)
  })

  it.each(Object.keys(TRACES))('told to a handle of %s', (name) => {
    TRACES[name]?.(GOOD, (handle: Record<string, (told: unknown) => void> = {}) => {
      for (const method of Object.keys(HANDLE))
        for (const given of placesOf(
          ['id', 'finishReasons', 'inputTokens', 'role', 'parts'],
          value,
        )) {
          handle[method]?.(given)
          handle[method]?.([given])
          handle[method]?.([{ role: 'user', parts: given }])
        }
      return 'result'
    })
    expect(recorder.open()).toBe(0)
    expect(recorder.diagnostics.join('\n')).not.toContain(CANARY)
  })

  it('as an evaluation or feedback', () => {
    const names = [
      'name',
      'score',
      'label',
      'explanation',
      'error',
      'evaluator',
      'call',
      'responseId',
      'prompt',
      'metadata',
      'thumb',
      'rating',
      'comment',
      'userId',
      'conversationId',
    ]
    for (const given of placesOf(names, value)) {
      expect(core.recordEvaluation(given as never)).toBeUndefined()
      expect(core.recordFeedback(given as never)).toBeUndefined()
      expect(core.callRefOf(given as never)).toBeDefined()
    }
    expect(recorder.diagnostics.join('\n')).not.toContain(CANARY)
  })

  it('thrown, or a promise of it', async () => {
    const rejections: Promise<boolean>[] = []
    for (const name of Object.keys(TRACES)) {
      let caught: unknown = 'nothing'
      try {
        TRACES[name]?.(GOOD, () => {
          throw value
        })
      } catch (error) {
        caught = error
      }
      expect(Object.is(caught, value)).toBe(true)
      const promise = TRACES[name]?.(GOOD, () => Promise.reject(value))
      rejections.push(
        Promise.resolve(promise).then(
          () => false,
          (error: unknown) => Object.is(error, value),
        ),
      )
    }
    expect((await Promise.all(rejections)).every(Boolean)).toBe(true)
    expect(recorder.open()).toBe(0)
    expect(recorder.spans().map(({ status }) => status.code)).toEqual(recorder.spans().map(() => 2))
    expect(recorder.spans().every(({ attributes }) => attributes['error.type'] !== undefined)).toBe(
      true,
    )
  })

  it('as a result', () => {
    for (const name of Object.keys(TRACES))
      expect(
        Object.is(
          TRACES[name]?.(GOOD, () => value),
          value,
        ),
      ).toBe(true)
    expect(recorder.open()).toBe(0)
    expect(recorder.diagnostics.join('\n')).not.toContain(CANARY)
  })

  it('as what a contract says, of itself or of the output', () => {
    const contracts = [
      { description: value, labels: [], judge: () => ({ valid: true }) },
      { description: 'own', labels: [], judge: () => value },
      {
        description: 'own',
        labels: value,
        judge: () => ({ valid: false, violation: value, label: value }),
      },
      {
        description: value,
        labels: [],
        judge: () => {
          throw value
        },
      },
    ]
    for (const output of contracts)
      expect(
        core.withPrompt({ name: 'n', version: 1, output: output as never }, () =>
          core.traceInference({ provider: 'p' }, (call) => {
            call.setResponse({ id: 'r1' })
            return 'result'
          }),
        ),
      ).toBe('result')
    expect(recorder.spans().map(({ attributes }) => attributes['gen_ai.response.id'])).toEqual([
      'r1',
      'r1',
      'r1',
      'r1',
    ])
    expect(recorder.open()).toBe(0)
  })

  it('as what a redactor answers', () => {
    core.configureTelemetry({
      contentPolicy: { capture: 'SPAN_AND_EVENT', redact: [() => value as never] },
    })
    expect(calls((fn) => core.traceInference({ provider: 'p', input: 'i' }, fn))).toEqual([
      1,
      'result',
    ])
    core.configureTelemetry({ contentPolicy: value as never })
    expect(calls((fn) => core.traceInference({ provider: 'p', input: 'i' }, fn))).toEqual([
      1,
      'result',
    ])
    core.configureTelemetry({ contentPolicy: undefined })
    expect(recorder.diagnostics.join('\n')).not.toContain(CANARY)
  })
})
