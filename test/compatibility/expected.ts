import { expect } from 'vitest'

import {
  choice,
  completion,
  YES_STREAM,
} from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import type { Answer } from '../../packages/instrumentation-openai/src/testing/server.ts'

/** What the server answers to the three calls of `apps/calls.mjs`. */
export const ANSWERS: readonly Answer[] = [
  { json: completion([choice({ content: 'Yes' })]) },
  { events: YES_STREAM },
  { status: 429, json: { error: { message: 'Slow down' } } },
]

/** What `apps/collect.mjs` prints. */
export interface Telemetry {
  readonly spans: readonly unknown[]
  readonly events: readonly unknown[]
  readonly metrics: readonly unknown[]
  readonly open: number
  readonly diagnostics: readonly string[]
}

const MESSAGES = {
  input: [{ role: 'user', parts: [{ type: 'text', content: 'Is it new?' }] }],
  output: [{ role: 'assistant', parts: [{ type: 'text', content: 'Yes' }] }],
}

/** Whole, for a client at `baseURL` and with content on spans and events. */
export function expectedTelemetry(baseURL: string): Telemetry {
  const base = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(baseURL).port),
  }
  const request = {
    ...base,
    'openai.api.type': 'chat_completions',
    'llmops.content.capture': 'span_and_event',
  }
  const identity = { 'gen_ai.response.model': 'gpt-4o-2024-08-06' }
  const tier = {
    'openai.response.service_tier': 'default',
    'openai.response.system_fingerprint': 'fp_1',
  }
  const answer = {
    ...identity,
    ...tier,
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.response.finish_reasons': ['stop'],
  }
  const calls = [
    {
      ...request,
      ...answer,
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.audio.input_tokens': 0,
      'gen_ai.usage.reasoning.output_tokens': 2,
      'gen_ai.usage.audio.output_tokens': 0,
    },
    {
      ...request,
      ...answer,
      'gen_ai.request.stream': true,
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 2,
    },
    { ...request, 'error.type': '429' },
  ]
  const contents = [MESSAGES, MESSAGES, { input: MESSAGES.input, output: undefined }]
  const content = (index: number, as: (value: unknown) => unknown): Record<string, unknown> => {
    const { input, output } = contents[index] ?? MESSAGES
    return {
      'gen_ai.input.messages': as(input),
      ...(output && { 'gen_ai.output.messages': as(output) }),
    }
  }
  const details = (index: number): unknown => ({
    eventName: 'gen_ai.client.inference.operation.details',
    severityNumber: 5,
    inSpan: true,
    attributes: { ...calls[index], ...content(index, (value) => value) },
  })
  const full = { ...base, ...identity, ...tier }
  const unknown = { ...full, 'gen_ai.token.modality': 'unknown' }
  return {
    spans: calls.map((attributes, index) => ({
      name: 'chat gpt-4o',
      kind: 2,
      scope: '@kansoku/instrumentation-openai',
      status: index === 2 ? { code: 2, message: '429 Slow down' } : { code: 0 },
      attributes: { ...attributes, ...content(index, (value) => JSON.stringify(value)) },
    })),
    events: [
      details(0),
      details(1),
      details(2),
      {
        eventName: 'gen_ai.client.operation.exception',
        severityNumber: 13,
        inSpan: true,
        attributes: {
          'exception.type': 'RateLimitError',
          'exception.message': '429 Slow down',
          'exception.stacktrace': expect.any(String),
        },
      },
    ],
    metrics: [
      point('duration', 2, full),
      point('duration', 1, { ...base, 'error.type': '429' }),
      point('time_to_first_chunk', 1, { ...base, ...identity }),
      point('time_per_output_chunk', 1, { ...base, ...identity }),
      point('operation.input_tokens', 2, full),
      point('operation.output_tokens', 2, full),
      point('usage.input_tokens', 24, unknown),
      point('usage.output_tokens', 7, unknown),
      point('usage.cache_read.input_tokens', 4, unknown),
      point('usage.reasoning.output_tokens', 2, unknown),
    ],
    open: 0,
    diagnostics: [],
  }
}

function point(name: string, value: number, attributes: unknown): unknown {
  return { name: `gen_ai.client.inference.${name}`, value, attributes }
}
