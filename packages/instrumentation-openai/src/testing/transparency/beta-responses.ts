import { response, said, YES_EVENTS } from '../responses-fixtures.ts'
import { drain, type Scenario, seen } from './scenario.ts'

const PARAMS = { model: 'gpt-4o', input: 'canary-prompt' }
const YES = { json: response([said('canary-completion')]) }
const OK = { finish: ['stop'], usage: [12, 5] } as const
const LACKING = { 4: 'beta.responses', 5: 'beta.responses' } as const

/** The resource for what is in beta of the Responses API. */
export const BETA_RESPONSES: readonly Scenario[] = [
  {
    name: 'beta.responses: create, compact, retrieve',
    answers: [YES],
    run: async ({ client }) => {
      const promise = client.beta.responses.create({ ...PARAMS, betas: [] })
      return [
        seen(promise),
        seen(await promise),
        seen(await client.beta.responses.compact(PARAMS)),
        seen(await client.beta.responses.retrieve('resp_1')),
      ]
    },
    ends: [OK, OK, { finish: ['stop'] }],
    lacking: LACKING,
  },
  {
    name: 'beta.responses: a stream',
    answers: [{ events: YES_EVENTS, ending: 'end' }],
    run: async ({ client }) => {
      const stream = await client.beta.responses.create({ ...PARAMS, stream: true })
      return [seen(stream), await drain(stream)]
    },
    ends: [OK],
    lacking: LACKING,
  },
]
