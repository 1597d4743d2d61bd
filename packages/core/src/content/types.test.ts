/** What TypeScript makes of the content policy, as users write it. `tsc -b` judges the types, the tests the values. */
import { describe, expect, expectTypeOf, it } from 'vitest'

import {
  applyContentPolicy,
  CAPTURE_VARIABLE,
  capturesOnEvent,
  capturesOnSpan,
  type CaptureMode,
  configureTelemetry,
  type Content,
  type ContentBudgets,
  type ContentPlace,
  type ContentPolicy,
  type ContentPolicySources,
  type ContentRules,
  contentSettings,
  type ContentSettings,
  type GenericPart,
  type InputContent,
  type MediaMode,
  type Message,
  type MessagePart,
  parseCaptureMode,
  type PromptIdentity,
  type RecordedContent,
  type Redactor,
  type RedactorName,
  redactors,
  type RedactorSet,
  resolveContentPolicy,
  type ServerTool,
  type TelemetryConfiguration,
  type ToolDefinition,
  type ToolDefinitionMode,
} from '../index.ts'

describe('a content policy', () => {
  it('has its modes as words, each of which may be undefined', () => {
    expectTypeOf<CaptureMode>().toEqualTypeOf<
      'NO_CONTENT' | 'SPAN_ONLY' | 'EVENT_ONLY' | 'SPAN_AND_EVENT'
    >()
    expectTypeOf<MediaMode>().toEqualTypeOf<'uri' | 'blob' | 'omit'>()
    expectTypeOf<ToolDefinitionMode>().toEqualTypeOf<'names' | 'full'>()
    expectTypeOf<ContentBudgets['textBytes']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<ContentPolicy>().toExtend<ContentRules>()
    const undecided: ContentPolicy = { capture: undefined, redact: undefined, prompts: undefined }
    // @ts-expect-error -- no such mode
    const wrong: ContentPolicy = { capture: 'span' }
    expect(resolveContentPolicy(undecided).general.capture).toBe('NO_CONTENT')
    expect(resolveContentPolicy(wrong).general.capture).toBe('NO_CONTENT')
  })

  it('takes one redactor or several, and none that is async', () => {
    expectTypeOf<Redactor>().parameters.toEqualTypeOf<[string, ContentPlace]>()
    expectTypeOf(redactors).toEqualTypeOf<RedactorSet>()
    expectTypeOf<keyof RedactorSet>().toEqualTypeOf<RedactorName>()
    const one: ContentPolicy = { redact: redactors.email }
    const several: ContentPolicy = { redact: [redactors.all, (text, { role }) => role ?? text] }
    // @ts-expect-error -- nobody can wait for it
    const late: ContentPolicy = { redact: async (text: string) => text }
    expect(
      [one, several, late].map(
        (policy) => contentSettings(resolveContentPolicy(policy), undefined).redactors.length,
      ),
    ).toEqual([1, 2, 1])
  })

  it('is resolved once, and asked for each call', () => {
    const sources: ContentPolicySources = {
      budgets: { textBytes: 1024 },
      captureMessageContent: true,
    }
    const policy = resolveContentPolicy({}, {}, sources)
    const prompt: PromptIdentity = { name: 'answer', version: 2 }
    const settings = contentSettings(policy, prompt)
    const content: Content = { 'gen_ai.tool.call.arguments': { city: 'Oslo' } }
    const recorded = applyContentPolicy(settings, content, prompt)
    expectTypeOf(settings).toEqualTypeOf<ContentSettings>()
    expectTypeOf(recorded).toEqualTypeOf<RecordedContent>()
    expect(recorded.forSpan).toEqual({ 'gen_ai.tool.call.arguments': '{"city":"Oslo"}' })
  })

  it('goes where telemetry is configured', () => {
    expectTypeOf(configureTelemetry).parameter(0).toEqualTypeOf<TelemetryConfiguration>()
    expectTypeOf<ContentPolicy>().toExtend<NonNullable<TelemetryConfiguration['contentPolicy']>>()
    expectTypeOf<TelemetryConfiguration['captureMessageContent']>().toEqualTypeOf<
      CaptureMode | undefined
    >()
    expect(configureTelemetry({})).toBeUndefined()
  })
})

it('a capture mode is read from text, and says where content goes', () => {
  expectTypeOf(parseCaptureMode).returns.toEqualTypeOf<CaptureMode | undefined>()
  expectTypeOf(capturesOnSpan).parameter(0).toEqualTypeOf<CaptureMode>()
  expectTypeOf(capturesOnEvent).returns.toEqualTypeOf<boolean>()
  expect([CAPTURE_VARIABLE, parseCaptureMode('true'), parseCaptureMode('all')]).toEqual([
    'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
    'SPAN_ONLY',
    undefined,
  ])
})

it('messages are made of the parts that the conventions know', () => {
  const parts: MessagePart[] = [
    { type: 'text', content: 'Hello' },
    { type: 'tool_call', name: 'search', arguments: { query: 'rooms' } },
    { type: 'uri', modality: 'image', uri: 'https://files.example/a.png' },
    { type: 'generic', generic_type: 'citation', page: 3 },
  ]
  // @ts-expect-error -- a text has content
  parts.push({ type: 'text', text: 'Hello' })
  const message: Message = { role: 'user', parts }
  expectTypeOf<GenericPart>().toExtend<MessagePart>()
  expectTypeOf<ServerTool>().toHaveProperty('type').toEqualTypeOf<string>()
  expectTypeOf<ToolDefinition>().toHaveProperty('name')
  expectTypeOf<InputContent>().toHaveProperty('inputMessages')
  expect(message.parts).toHaveLength(5)
})
