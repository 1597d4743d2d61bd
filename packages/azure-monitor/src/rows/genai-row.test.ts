import { SpanStatusCode } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'

import { genAIRowAttributes, isGenAISpan } from './genai-row.ts'

const ok = { code: SpanStatusCode.UNSET }

describe('genAIRowAttributes', () => {
  it('puts numbers into measurements, what the exporter drops into transit, and content last', () => {
    const row = genAIRowAttributes({
      status: ok,
      attributes: {
        'gen_ai.input.messages': '[]',
        'gen_ai.operation.name': 'chat',
        'app.tenant': 'contoso',
        'gen_ai.provider.name': 'openai',
        'server.address': 'api.openai.com',
        'server.port': 443,
        'gen_ai.output.messages': '[]',
        'llmops.metadata.turn': 2,
        'llmops.metadata.channel': 'web',
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.cache_read.input_tokens': 4,
        'gen_ai.response.time_to_first_chunk': 0.25,
        'gen_ai.request.temperature': 0.5,
        'llmops.output.label': 'Yes',
      },
    })
    expect(Object.entries(row)).toEqual([
      ['gen_ai.operation.name', 'chat'],
      ['gen_ai.provider.name', 'openai'],
      ['llmops.metadata.turn', 2],
      ['llmops.metadata.channel', 'web'],
      ['gen_ai.usage.input_tokens', 10],
      ['gen_ai.usage.cache_read.input_tokens', 4],
      ['gen_ai.response.time_to_first_chunk', 0.25],
      ['gen_ai.request.temperature', 0.5],
      ['llmops.output.label', 'Yes'],
      ['llmops.status', 'Success'],
      ['gen_ai.system', 'openai'],
      ['kansoku.transit', '{"server.address":"api.openai.com","server.port":"443"}'],
      [
        'microsoft.custom_measurements',
        '{"llmops.metadata.turn":2,"gen_ai.usage.input_tokens":10,"gen_ai.usage.cache_read.input_tokens":4,"gen_ai.response.time_to_first_chunk":0.25}',
      ],
      ['app.tenant', 'contoso'],
      ['server.address', 'api.openai.com'],
      ['server.port', 443],
      ['gen_ai.input.messages', '[]'],
      ['gen_ai.output.messages', '[]'],
    ])
  })

  it('marks a failed call and keeps its error class under a name that survives', () => {
    expect(
      genAIRowAttributes({
        status: { code: SpanStatusCode.ERROR, message: 'not sent' },
        attributes: { 'gen_ai.operation.name': 'chat', 'error.type': '429' },
      }),
    ).toEqual({
      'gen_ai.operation.name': 'chat',
      'error.type': '429',
      'llmops.status': 'Failed',
      'llmops.error.type': '429',
      'kansoku.transit': '{"error.type":"429"}',
    })
  })

  it('respects what the application set itself', () => {
    expect(
      genAIRowAttributes({
        status: ok,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'azure.ai.openai',
          'gen_ai.system': 'az.ai.openai',
          'gen_ai.usage.input_tokens': 1,
          'microsoft.custom_measurements': '{"score":0.5}',
        },
      }),
    ).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'azure.ai.openai',
      'gen_ai.system': 'az.ai.openai',
      'gen_ai.usage.input_tokens': 1,
      'llmops.status': 'Success',
      'microsoft.custom_measurements': '{"gen_ai.usage.input_tokens":1,"score":0.5}',
    })
  })

  it.each(['{"cut', '[1]', 'null'])('drops unreadable measurements: %s', (json) => {
    expect(
      genAIRowAttributes({
        status: ok,
        attributes: { 'gen_ai.operation.name': 'chat', 'microsoft.custom_measurements': json },
      }),
    ).toEqual({ 'gen_ai.operation.name': 'chat', 'llmops.status': 'Success' })
  })

  it('says where the process runs, after what is said of the call and before what the app added', () => {
    const row = genAIRowAttributes(
      {
        status: ok,
        attributes: { team: 'search', 'gen_ai.operation.name': 'chat', 'service.version': '2' },
      },
      { 'service.name': 'chatbot', 'service.version': '1' },
    )
    expect(Object.entries(row)).toEqual([
      ['gen_ai.operation.name', 'chat'],
      ['llmops.status', 'Success'],
      ['service.name', 'chatbot'],
      ['service.version', '2'],
      ['team', 'search'],
    ])
  })

  it('leaves the span itself as it was', () => {
    const attributes = { 'gen_ai.input.messages': '[]', 'gen_ai.operation.name': 'chat' }
    genAIRowAttributes({ status: ok, attributes })
    expect(Object.entries(attributes)).toEqual([
      ['gen_ai.input.messages', '[]'],
      ['gen_ai.operation.name', 'chat'],
    ])
  })
})

describe('isGenAISpan', () => {
  it('goes by the operation name alone', () => {
    expect(isGenAISpan({ status: ok, attributes: { 'gen_ai.operation.name': 'chat' } })).toBe(true)
    expect(isGenAISpan({ status: ok, attributes: { 'http.request.method': 'GET' } })).toBe(false)
  })
})
