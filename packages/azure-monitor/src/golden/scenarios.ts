import {
  callRefOf,
  definePrompt,
  oneOf,
  recordEvaluation,
  recordFeedback,
  traceAgent,
  traceRetrieval,
  traceTool,
} from '@kansoku/core'
import OpenAI from 'openai'

import {
  BREAKS_IN_STREAM,
  CALLS_A_TOOL,
  EMBEDS,
  PAINTS,
  refuses,
  says,
  streams,
} from './answers.ts'
import type { Answer, Model } from './model.ts'

/** Something that an application does; the golden file of its name has the rows of it. */
export type Scenario = (model: Model) => Promise<unknown>

const ask = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: '今日は何曜日？' }] }

const client = (model: Model, more: object = {}): OpenAI =>
  new OpenAI({ apiKey: 'none', baseURL: model.baseURL, maxRetries: 0, ...more })

/** One chat completion. */
const chat =
  (answer: Answer, request: object = {}, options: object = {}): Scenario =>
  async (model) => {
    model.answer(answer)
    return client(model).chat.completions.create({ ...ask, ...request }, options)
  }

const streamed =
  (answer: Answer): Scenario =>
  async (model) => {
    model.answer(answer)
    const stream = await client(model).chat.completions.create({ ...ask, stream: true })
    for await (const chunk of stream) void chunk
  }

/** Whatever comes of it. */
const settled =
  (scenario: Scenario): Scenario =>
  (model) =>
    scenario(model).catch(() => undefined)

const prompt = definePrompt({
  name: 'search_decision',
  version: 4,
  output: oneOf('Yes', 'No'),
})
const inPrompt =
  (scenario: Scenario): Scenario =>
  (model) =>
    prompt.run({ metadata: { turn: 3, customer: 'A社' }, conversationId: 'c-1' }, () =>
      scenario(model),
    )

/** About 5 MB of text. */
const FIVE_MB = '長い文章。'.repeat(350_000)
/** Three bytes a character: no budget is a multiple of it. */
const JAPANESE = '日本語の長い質問です。'.repeat(2000)
const user = (content: string): object => ({ messages: [{ role: 'user', content }] })

const agent: Scenario = (model) =>
  traceAgent({ name: 'researcher', conversationId: 'c-2' }, async () => {
    await traceRetrieval(
      { dataSourceId: 'handbook', topK: 3, query: '有給休暇' },
      async (search) => {
        search.setDocuments([{ id: 'doc-1', score: 0.5 }])
      },
    )
    await traceTool(
      { name: 'look_up', callId: 'call-1', arguments: { q: '規則' } },
      async () => 'ある',
    )
    await settled(() =>
      traceTool({ name: 'send', callId: 'call-2' }, async () => {
        throw new RangeError('no such address')
      }),
    )(model)
    await chat(says('三日前までに申請します。'))(model)
    return '三日前までに申請します。'
  })

const judged: Scenario = async (model) => {
  model.answer(says('Yes'))
  const completion = await client(model).chat.completions.create(ask)
  const call = callRefOf(completion)
  if (!call) throw new Error('the call has no reference')
  recordEvaluation({
    call,
    name: 'relevance',
    score: 0.5,
    label: 'partly',
    explanation: '関係が薄い',
    evaluator: { name: 'relevance_judge', kind: 'model' },
  })
  recordEvaluation({
    responseId: 'chatcmpl-2',
    name: 'relevance',
    error: new RangeError('not recorded'),
    evaluator: { name: 'relevance_judge', kind: 'model' },
  })
  recordFeedback({ call, thumb: 'down', comment: '違います', userId: 'u-17' })
}

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  success: chat(says('Yes')),
  'success-in-a-prompt': inPrompt(chat(says('Yes'))),
  'wrong-format': inPrompt(chat(says('たぶん'))),
  stream: streamed(streams('Y', 'es')),
  'calls-a-tool': chat(CALLS_A_TOOL, {
    tools: [{ type: 'function', function: { name: 'look_up', parameters: { type: 'object' } } }],
  }),
  'error-400': settled(chat(refuses(400, 'context_length_exceeded'))),
  'error-401': settled(chat(refuses(401, 'invalid_api_key'))),
  'error-404': settled(chat(refuses(404, 'model_not_found'))),
  'error-429': settled(chat(refuses(429, 'rate_limit_exceeded'))),
  'error-429-quota': settled(inPrompt(chat(refuses(429, 'insufficient_quota')))),
  'error-500': settled(chat(refuses(500, 'server_error'))),
  'error-503': settled(chat({ status: 503, json: {} })),
  'error-timeout': settled(chat('never', {}, { timeout: 50 })),
  'error-abort': settled((model) => chat('never', {}, { signal: AbortSignal.timeout(50) })(model)),
  'error-connection': settled((model) =>
    chat('never')({ ...model, baseURL: 'http://127.0.0.1:1/v1' }),
  ),
  'error-in-stream': settled(streamed(BREAKS_IN_STREAM)),
  'error-not-json': settled(chat({ json: 'no completion at all' })),
  embeddings: async (model) => {
    model.answer(EMBEDS)
    return client(model).embeddings.create({ model: 'text-embedding-3-small', input: 'はい' })
  },
  images: async (model) => {
    model.answer(PAINTS)
    return client(model).images.generate({ model: 'gpt-image-1', prompt: '富士山' })
  },
  agent,
  judged,
  'five-megabytes': inPrompt(chat(says('Yes'), user(FIVE_MB))),
  'japanese-at-the-limits': inPrompt(chat(says(JAPANESE), user(JAPANESE))),
}
