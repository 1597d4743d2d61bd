import type { Answer } from '../../packages/instrumentation-openai/src/testing/server.ts'
import { SCENARIOS } from '../../packages/instrumentation-openai/src/testing/transparency/scenarios.ts'

/** What a form of pictures or sound is made of. */
export const FORM: unknown = {
  model: 'm',
  prompt: 'a red fish',
  n: 2,
  image: [new Blob(['bytes'], { type: 'image/png' })],
  mask: new Blob([]),
  file: new File(['bytes'], 'a.m4a', { type: 'audio/mp4' }),
  stream: true,
  temperature: 0,
}

interface Sample {
  readonly request: unknown
  readonly body: unknown
  readonly events: readonly unknown[]
}

const REQUESTS = {
  images: FORM,
  'audio.transcriptions': FORM,
  'audio.speech': { model: 'm', input: 'Good day', instructions: 'whisper', stream_format: 'sse' },
  decisions: {
    model: 'm',
    input: [{ role: 'user', content: [{ type: 'input_json', value: { turn: 1 } }] }],
    questions: [
      { type: 'choice', name: 'q', instructions: 'Search?', choices: [{ value: 'Yes' }] },
      { type: 'score', instructions: [{ type: 'input_text', text: 'How?' }], levels: [] },
    ],
  },
  vectorStores: { query: ['a', 'b'], max_num_results: 3 },
} as const satisfies Readonly<Record<string, unknown>>

/** Which scenarios' answers are of which API. */
const NAMES: Readonly<Record<keyof typeof REQUESTS, RegExp>> = {
  images: /^images: /,
  'audio.transcriptions': /^transcriptions/,
  'audio.speech': /^speech/,
  decisions: /^decisions/,
  vectorStores: /^vectorStores/,
}

/** APIs of which there are no recordings, or none of a stream: the answers that the scenarios have. */
export const UNRECORDED: Readonly<Partial<Record<string, readonly Sample[]>>> = Object.fromEntries(
  Object.entries(NAMES).map(([onClient, name]) => [
    onClient,
    SCENARIOS.filter((scenario) => name.test(scenario.name))
      .flatMap(({ answers }) => answers ?? [])
      .map((answer) => sample(REQUESTS[onClient as keyof typeof REQUESTS], answer)),
  ]),
)

function sample(request: unknown, answer: Answer): Sample {
  if ('json' in answer) return { request, body: answer.json, events: [] }
  if ('events' in answer) return { request, body: {}, events: answer.events }
  return { request, body: 'body' in answer ? answer.body : undefined, events: [] }
}
