import { type CaptureMode, definePrompt, oneOf, withConversation } from '@kansoku/core'
import OpenAI, { AzureOpenAI } from 'openai'
import * as openai from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import {
  type ModelServer,
  startServer,
} from '../../packages/instrumentation-openai/src/testing/server.ts'
import {
  record,
  type Recorder,
} from '../../packages/instrumentation-openai/src/testing/telemetry.ts'
import { SCENARIOS } from '../../packages/instrumentation-openai/src/testing/transparency/scenarios.ts'
import { createJudge } from './semconv-judge.ts'

/**
 * Not here: what needs garbage collection or an unhandled rejection, and the call without a body,
 * which names no model although the conventions require one.
 */
const scenarios = SCENARIOS.filter(
  ({ name }) => !/never awaited|dropped|nobody handles|no body/.test(name),
)

let server: ModelServer
let recorder: Recorder

beforeAll(async () => {
  server = await startServer()
})
afterEach(() => recorder.stop())
afterAll(() => server.close())

async function nothing(): Promise<void> {}

function helpers({ chat }: OpenAI): OpenAI['chat']['completions'] {
  return chat.completions
}

async function play(capture: CaptureMode): Promise<void> {
  recorder = record({ captureMessageContent: capture })
  recorder.instrumentation.manuallyInstrument(openai)
  const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
  const prompt = definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })
  for (const { answers = [], run } of scenarios) {
    server.answer(...answers)
    // oxlint-disable-next-line no-await-in-loop -- one server, one scenario at a time
    await withConversation('c-1', () =>
      prompt.run({ metadata: { turn: 1 } }, () =>
        run({ OpenAI, AzureOpenAI, client, helpers, server, collect: nothing }),
      ),
    )
  }
}

describe('the GenAI conventions', () => {
  it.each(['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'] as const)(
    'are kept by every span, metric and event with %s',
    async (capture) => {
      await play(capture)
      const metrics = await recorder.metrics()
      const spans = recorder.spans()
      const events = recorder.events()
      expect(spans.length).toBeGreaterThan(110)
      for (const name of ['embeddings', 'fetch_response', 'chat', 'generate_content', 'retrieval'])
        expect(spans.some((span) => span.name.startsWith(name))).toBe(true)
      expect(
        createJudge({ capture }).all({ spans, metrics, events, started: recorder.started }),
      ).toEqual([])
    },
  )

  it('are broken in the eyes of the judge by what breaks them', async () => {
    await play('NO_CONTENT')
    const [span] = recorder.spans()
    const fetched = recorder.spans().find(({ name }) => name === 'fetch_response')
    const counted = Object.create(fetched ?? {}, {
      attributes: {
        value: {
          ...fetched?.attributes,
          'gen_ai.usage.input_tokens': 1,
          'gen_ai.prompt.name': 'p',
        },
      },
    }) as NonNullable<typeof span>
    expect(createJudge({ capture: 'NO_CONTENT' }).span(counted, counted.attributes)).toEqual([
      'fetch_response: gen_ai.usage.input_tokens: not on this signal',
      'fetch_response: gen_ai.prompt.name: not on this signal',
    ])
    const wrong = Object.create(span ?? {}, {
      name: { value: 'gpt-4o' },
      attributes: {
        value: {
          ...span?.attributes,
          'gen_ai.system': 'openai',
          'gen_ai.made.up': 1,
          'gen_ai.request.seed': '7',
          'gen_ai.input.messages': '[]',
          'error.type': '500',
        },
      },
    }) as NonNullable<typeof span>
    expect(createJudge({ capture: 'NO_CONTENT' }).span(wrong, {})).toEqual([
      'gpt-4o: gen_ai.system: is now gen_ai.provider.name',
      'gpt-4o: gen_ai.made.up: unknown',
      'gpt-4o: gen_ai.request.seed: not of type int',
      'gpt-4o: gen_ai.input.messages: content was not asked for here',
      'gpt-4o: name: should be "chat gpt-4o"',
      'gpt-4o: error.type: if and only if ERROR',
      'gpt-4o: gen_ai.operation.name: not there at the start',
      'gpt-4o: gen_ai.provider.name: not there at the start',
      'gpt-4o: gen_ai.request.model: not there at the start',
      'gpt-4o: server.address: not there at the start',
      'gpt-4o: server.port: not there at the start',
    ])
  })
})
