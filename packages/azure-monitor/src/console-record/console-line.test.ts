import { SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { resourceAttributes } from '../rows/resource-attributes.ts'
import { spanOf } from '../testing/spans.ts'
import { consoleLine } from './console-line.ts'
import type { ConsoleRecord } from './console-record.ts'

const DEFAULT = { content: false, maxLineBytes: 16_383 }
const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'azure.ai.openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.finish_reasons': ['stop'],
  'gen_ai.prompt.name': 'search_decision',
  'gen_ai.prompt.version': '3',
  'gen_ai.usage.input_tokens': 120,
  'gen_ai.usage.output_tokens': 1,
  'llmops.deployment.name': 'decide',
  'llmops.output.label': 'Yes',
  'llmops.output.valid': true,
  'llmops.content.capture': 'span',
  'llmops.metadata.turn': 2,
  'llmops.metadata.channel': '窓口',
  'server.address': 'decide.example.test',
  'server.port': 443,
  'app.note': 'x',
}
const message = (role: string, content: string, more = {}): object => ({
  role,
  parts: [{ type: 'text', content }],
  ...more,
})
const CONTENT = {
  'gen_ai.input.messages': JSON.stringify([message('user', '社内規定は?')]),
  'gen_ai.output.messages': JSON.stringify([message('assistant', 'Yes')]),
}

const lineOf = (span: ReadableSpan, options: typeof DEFAULT): string =>
  consoleLine(span, options, resourceAttributes(['service.name']))
const read = (line: string): ConsoleRecord => JSON.parse(line) as ConsoleRecord

const said = (attributes: Record<string, string>): { request: unknown; response: unknown } => {
  const { request, response } = read(
    lineOf(spanOf({ ...CALL, ...attributes }), { ...DEFAULT, content: true }),
  )
  return { request, response }
}
const long = (text: string, length: number): string => text.repeat(length / text.length)

const anyText = (maxLength: number) => fc.string({ unit: 'binary', maxLength })

describe('the console record', () => {
  it('is one line of ASCII with the eleven fields in their order', () => {
    const span = spanOf({ ...CALL, ...CONTENT })
    const line = lineOf(span, { ...DEFAULT, content: true })
    expect(line).toMatch(/^[\x20-\x7e]+$/)
    const { spanId, traceId } = span.spanContext()
    expect(Object.entries(read(line))).toEqual([
      ['prompt_type', 'search_decision'],
      ['prompt_version', 3],
      ['deployment_name', 'decide'],
      ['response_time', 0.0444024],
      ['prompt_tokens', 120],
      ['completion_tokens', 1],
      ['datetime', '2026-11-24T12:00:00.500Z'],
      ['request', '社内規定は?'],
      ['response', 'Yes'],
      ['status', 'Success'],
      [
        'metadata',
        {
          turn: 2,
          channel: '窓口',
          otel: {
            trace_id: traceId,
            span_id: spanId,
            service: 'rag-chatbot',
            properties: {
              'gen_ai.operation.name': 'chat',
              'gen_ai.provider.name': 'azure.ai.openai',
              'gen_ai.request.model': 'gpt-4o',
              'gen_ai.response.finish_reasons': '["stop"]',
              'gen_ai.prompt.name': 'search_decision',
              'gen_ai.prompt.version': '3',
              'gen_ai.usage.input_tokens': '120',
              'gen_ai.usage.output_tokens': '1',
              'llmops.deployment.name': 'decide',
              'llmops.output.label': 'Yes',
              'llmops.output.valid': 'true',
              'llmops.content.capture': 'span',
              'llmops.metadata.turn': '2',
              'llmops.metadata.channel': '窓口',
              'llmops.status': 'Success',
              'gen_ai.system': 'azure.ai.openai',
              'server.address': 'decide.example.test',
              'server.port': '443',
              'service.name': 'rag-chatbot',
              'app.note': 'x',
            },
          },
        },
      ],
    ])
  })

  it('has no content unless asked for, and says that none is captured here', () => {
    const line = lineOf(spanOf({ ...CALL, ...CONTENT }), DEFAULT)
    const { metadata, request, response } = read(line)
    expect({ request, response }).toEqual({ request: '', response: '' })
    expect(metadata.otel.properties['llmops.content.capture']).toBe('none')
    expect(line).not.toContain('u793e')
  })

  it('tells a failed call with its error, without tokens that nobody counted', () => {
    const span = spanOf(
      { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'error.type': '429' },
      true,
    )
    expect(span.status.code).toBe(SpanStatusCode.ERROR)
    const { metadata, ...fields } = read(lineOf(span, DEFAULT))
    expect(fields).toEqual({
      prompt_type: '',
      prompt_version: '',
      deployment_name: 'gpt-4o',
      response_time: 0.0444024,
      prompt_tokens: null,
      completion_tokens: null,
      datetime: '2026-11-24T12:00:00.500Z',
      request: '',
      response: '',
      status: 'Failed',
    })
    expect(metadata.otel.properties).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'llmops.status': 'Failed',
      'llmops.error.type': '429',
      'error.type': '429',
      'service.name': 'rag-chatbot',
    })
  })

  it.each([
    ['3', 3],
    ['0', 0],
    ['007', '007'],
    ['2026-11', '2026-11'],
    ['12345678901234567890', '12345678901234567890'],
  ])('has version %s as %j', (version, expected) => {
    const line = lineOf(spanOf({ ...CALL, 'gen_ai.prompt.version': version }), DEFAULT)
    expect(read(line).prompt_version).toBe(expected)
  })

  it('says how many calls it stands for under sampling', () => {
    const line = lineOf(spanOf({ ...CALL, 'microsoft.sample_rate': 25 }), DEFAULT)
    expect(read(line).metadata.otel.sample_rate).toBe(25)
    expect(line).not.toContain('microsoft.')
  })
})

describe('request and response', () => {
  const user = message('user', 'q')

  it.each([
    ['instructions first', { system: [{ type: 'text', content: 's' }], input: [user] }],
    ['instructions alone', { system: [{ type: 'text', content: 's' }], input: [] }],
  ])('are the conventions’ messages, %s', (_, { input, system }) => {
    expect(
      JSON.parse(
        said({
          'gen_ai.system_instructions': JSON.stringify(system),
          ...(input.length > 0 && { 'gen_ai.input.messages': JSON.stringify(input) }),
        }).request as string,
      ),
    ).toEqual([{ role: 'system', parts: system }, ...input])
  })

  it('keep a system message of the input apart from the instructions', () => {
    const input = [message('system', 's'), user]
    expect(
      JSON.parse(said({ 'gen_ai.input.messages': JSON.stringify(input) }).request as string),
    ).toEqual([{ role: 'system', parts: [] }, ...input])
  })

  it.each([
    ['two messages', [user, message('assistant', 'a'), user]],
    ['another role', [message('tool', 'a')]],
    ['a name', [message('user', 'q', { name: 'mika' })]],
    ['a text that begins like a list', [message('user', '[1]')]],
    ['no text', [{ role: 'user', parts: [{ type: 'uri', uri: 'https://example.test/a.png' }] }]],
  ])('are JSON with %s', (_, input) => {
    const json = JSON.stringify(input)
    expect(said({ 'gen_ai.input.messages': json }).request).toBe(json)
  })

  it('are what other instrumentations wrote, where that is no list', () => {
    expect(said({ 'gen_ai.input.messages': 'plain', 'gen_ai.output.messages': '{"a":1}' })).toEqual(
      {
        request: 'plain',
        response: '{"a":1}',
      },
    )
  })
})

describe('a line that would be too long', () => {
  it.each([
    ['English', 'What people write. '],
    ['Japanese', '人が書くこと。'],
    ['emoji', '👩‍👩‍👧‍👦'],
    ['quotes', '"\\"'],
  ])('has its content cut, with a mark, and nothing else: %s', (_, text) => {
    const line = lineOf(
      spanOf({
        ...CALL,
        'gen_ai.system_instructions': JSON.stringify([
          { type: 'text', content: long(text, 40_000) },
        ]),
        'gen_ai.input.messages': JSON.stringify([
          message('user', long(text, 40_000)),
          message('user', 'last'),
        ]),
        'gen_ai.output.messages': CONTENT['gen_ai.output.messages'],
      }),
      { ...DEFAULT, content: true },
    )
    expect(line.length).toBeLessThanOrEqual(16_383)
    expect(line.length).toBeGreaterThan(8000)
    const { metadata, prompt_tokens, request, response } = read(line)
    expect({ prompt_tokens, response }).toEqual({ prompt_tokens: 120, response: 'Yes' })
    expect(metadata.otel.properties['llmops.content.truncated']).toBe(
      '["gen_ai.system_instructions","gen_ai.input.messages"]',
    )
    expect(request).toContain('…[cut]')
    expect((JSON.parse(request) as { role: string }[]).map(({ role }) => role).at(-1)).toBe('user')
  })

  it('has no content where the rest leaves no room', () => {
    const notes = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`app.note.${at}`, 'x'.repeat(810)]),
    )
    const line = lineOf(spanOf({ ...CALL, ...CONTENT, ...notes }), {
      ...DEFAULT,
      content: true,
    })
    const { metadata, request } = read(line)
    expect(request).toBe('')
    expect(metadata.otel.cut).toBe(true)
    expect(metadata.otel.properties['llmops.content.truncated']).toBe(
      '["gen_ai.input.messages","gen_ai.output.messages"]',
    )
    expect(metadata.otel.properties['app.note.0']).toBeUndefined()
  })

  it.each(['日', '\u0001', '😀', '\ud800'])('is not with long names of %j either', (character) => {
    const name = character.repeat(300)
    const keys = [
      'provider.name',
      'request.model',
      'response.model',
      'prompt.name',
      'prompt.version',
    ]
    const span = spanOf({
      ...CALL,
      ...Object.fromEntries(keys.map((key) => [`gen_ai.${key}`, name])),
      'gen_ai.conversation.id': name,
      'llmops.deployment.name': name,
      'llmops.output.label': name,
      'llmops.output.violation': name,
      'error.type': name,
    })
    const line = lineOf(span, { content: false, maxLineBytes: 4096 })
    expect(line.length).toBeLessThanOrEqual(4096)
    expect(read(line).metadata.otel.span_id).toBe(span.spanContext().spanId)
  })

  it('never is, whatever stands in it, and stays JSON with the ids and numbers of the call', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, maxLength: 120 }), anyText(300), { maxKeys: 40 }),
        fc.array(anyText(2000), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 4096, max: 20_000 }),
        (metadata, texts, maxLineBytes) => {
          const own = Object.entries(metadata).map(([key, value]) => [
            `llmops.metadata.${key}`,
            value,
          ])
          const span = spanOf({
            ...CALL,
            ...Object.fromEntries(own),
            'gen_ai.prompt.name': texts[0] ?? '',
            'gen_ai.input.messages': JSON.stringify(texts.map((each) => message('user', each))),
          })
          const line = lineOf(span, { content: true, maxLineBytes })
          expect(line.length).toBeLessThanOrEqual(maxLineBytes)
          const record = read(line)
          expect(record.metadata.otel.span_id).toBe(span.spanContext().spanId)
          expect([record.prompt_tokens, record.response_time]).toEqual([120, 0.0444024])
        },
      ),
      { numRuns: Number(process.env['KANSOKU_LINE_RUNS'] ?? 10) },
    )
  })
})
