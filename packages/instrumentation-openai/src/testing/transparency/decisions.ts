import { caught, type Scenario, seen } from './scenario.ts'

const PARAMS = {
  model: 'gpt-6-luna',
  input: 'canary-prompt',
  questions: [
    {
      type: 'choice' as const,
      instructions: 'canary-instructions',
      choices: [{ value: 'canary-yes' }, { value: 'canary-no' }],
    },
  ],
}
const DECISION = {
  json: {
    answers: [
      { type: 'choice', name: null, choice: 'canary-yes', confidence: 1, probabilities: [] },
    ],
    model: 'gpt-6-luna',
    usage: { input_tokens: 60, output_tokens: 3, total_tokens: 63 },
  },
}
const OK = { usage: [60, 3] } as const
const LACKING = { 4: 'decisions', 5: 'decisions', 6: 'decisions' } as const

/** Ways to have something decided. */
export const DECISIONS: readonly Scenario[] = [
  {
    name: 'decisions: await, withResponse, asResponse',
    answers: [DECISION],
    run: async ({ client }) => {
      const promise = client.decisions.create(PARAMS)
      const looks = [seen(promise), seen(await promise)]
      const { data, request_id } = await client.decisions.create(PARAMS).withResponse()
      const raw = await client.decisions.create(PARAMS).asResponse()
      return [...looks, seen(data), request_id, await raw.json()]
    },
    ends: [OK, OK, {}],
    lacking: LACKING,
  },
  {
    name: 'decisions: an error, and an answer that is none',
    answers: [
      { json: { error: { message: 'no question', code: 'invalid_value' } }, status: 400 },
      { json: {} },
    ],
    run: async ({ client }) => [
      await caught(() => client.decisions.create(PARAMS)),
      await caught(() => client.decisions.create(PARAMS)),
    ],
    ends: [{ error: '400' }, {}],
    lacking: LACKING,
  },
]
