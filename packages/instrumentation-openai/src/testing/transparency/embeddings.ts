import { caught, type Scenario, seen } from './scenario.ts'

const PARAMS = { model: 'text-embedding-3-small', input: ['canary-prompt', 'two fish'] }

/** Two vectors, as numbers or as the client asks for them when nobody says how: bytes in base64. */
function vectors(encode: (vector: number[]) => unknown): unknown {
  const vectorsOf = [
    [0.5, -1],
    [2, 0.25],
  ]
  return {
    object: 'list',
    model: 'text-embedding-3-small',
    data: vectorsOf.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: encode(vector),
    })),
    usage: { prompt_tokens: 8, total_tokens: 8 },
  }
}

const NUMBERS = { json: vectors((vector) => vector) }
const BYTES = {
  json: vectors((vector) => Buffer.from(Float32Array.from(vector).buffer).toString('base64')),
}
const OK = { usage: [8, undefined] } as const

/** Ways to ask for embeddings. */
export const EMBEDDINGS: readonly Scenario[] = [
  {
    name: 'embeddings: without a format',
    answers: [BYTES],
    run: async ({ client }) => {
      const promise = client.embeddings.create(PARAMS)
      return [seen(promise), seen(await promise), seen(promise)]
    },
    ends: [OK],
  },
  {
    name: 'embeddings: with a format',
    answers: [NUMBERS, BYTES],
    run: async ({ client }) => [
      seen(await client.embeddings.create({ ...PARAMS, encoding_format: 'float' })),
      seen(await client.embeddings.create({ ...PARAMS, encoding_format: 'base64' })),
    ],
    ends: [OK, OK],
  },
  {
    name: 'embeddings: withResponse and asResponse',
    answers: [BYTES],
    run: async ({ client }) => {
      const { data, request_id } = await client.embeddings.create(PARAMS).withResponse()
      const raw = await client.embeddings.create(PARAMS).asResponse()
      return [seen(data), request_id, await raw.json()]
    },
    ends: [OK, {}],
  },
  {
    name: 'embeddings: an error, and an answer that is none',
    answers: [
      { json: { error: { message: 'not this model', code: 'no_access' } }, status: 403 },
      { json: {} },
    ],
    run: async ({ client }) => [
      await caught(() => client.embeddings.create(PARAMS)),
      await caught(() => client.embeddings.create({ ...PARAMS, encoding_format: 'float' })),
    ],
    ends: [{ error: '403' }, {}],
  },
]
