import type { Message, ToolDefinition } from '@kansoku/core'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'

import { type Endpoint, ENDPOINTS } from '../../packages/instrumentation-openai/src/endpoints.ts'
import { FORM, UNRECORDED } from './mutation-samples.ts'
import { type Recording, readRecordings } from './openai-recordings.ts'
import { readRegistry, readStrictSchemas } from './semconv-registry.ts'

/**
 * Recorded requests and answers, broken at random: fields lost, of another type, streams cut and shuffled. The mappers
 * meet them without a throw, and what they say still has the types and the shapes of the conventions.
 */
const ROUNDS = 10_000

const { attributes: rules } = readRegistry()
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
const schemas = new Map(
  [...readStrictSchemas()].map(([name, schema]) => [name, ajv.compile(schema)]),
)

/** What is broken: a request, and its answer in one piece or as events. */
interface Sample {
  readonly request: unknown
  readonly body: unknown
  readonly events: readonly unknown[]
}

const PATHS: Readonly<Record<string, RegExp>> = {
  'chat.completions': /\/chat\/completions$/,
  responses: /\/responses$/,
  'beta.responses': /\/responses$/,
  embeddings: /\/embeddings$/,
  completions: /\/v1\/completions$/,
  images: /\/images\/\w+$/,
  'audio.transcriptions': /\/audio\/transcriptions$/,
  'audio.translations': /\/audio\/translations$/,
}
const all = readRecordings()

/** Numbers from 0 to 1, the same in every run: a linear congruence is random enough here. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const STRANGE: readonly unknown[] = [
  null,
  undefined,
  '',
  'constructor',
  '{',
  0,
  -1.5,
  Number.NaN,
  true,
  [],
  {},
  [null],
  [[]],
  { type: 'text' },
  { type: '__proto__' },
  { type: 'message', content: [{ type: 'output_text' }] },
]

/** A copy with about one value in `every` exchanged for a strange one. */
function broken(value: unknown, random: () => number, every: number): unknown {
  if (random() < 1 / every) return STRANGE[Math.floor(random() * STRANGE.length)]
  if (Array.isArray(value)) return value.map((one) => broken(one, random, every))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, broken(field, random, every)]),
  )
}

/** Cut somewhere, and now and then two events change places. */
function torn(events: readonly unknown[], random: () => number): unknown[] {
  const kept = events.slice(0, 1 + Math.floor(random() * events.length))
  const at = Math.floor(random() * kept.length)
  return random() < 0.3 ? [...kept.slice(at), ...kept.slice(0, at)] : kept
}

/** Recordings of the API, and what nobody has recorded of it. */
function samplesOf(onClient: string): Sample[] {
  const path = PATHS[onClient]
  const recorded = path ? all.filter((recording) => path.test(recording.path)) : []
  return [
    ...recorded.map((recording) => ({
      // A form was recorded as bytes.
      request: typeof recording.request === 'object' ? recording.request : FORM,
      body: recording.response.kind === 'json' ? recording.response.json : {},
      events: eventsOf(recording),
    })),
    ...(UNRECORDED[onClient] ?? []),
  ]
}

function eventsOf({ response }: Recording): unknown[] {
  if (response.kind !== 'sse') return []
  return [...response.text.matchAll(/^data: (\{.*\})$/gm)].map(
    ([, json]) => JSON.parse(json ?? '') as unknown,
  )
}

/** What is undefined was not sent. */
function wrongTypes(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return []
    const type = rules[key]?.type ?? 'string'
    const fits =
      type === 'int'
        ? Number.isInteger(value)
        : type === 'double'
          ? Number.isFinite(value)
          : type === 'string[]'
            ? Array.isArray(value) && value.every((one) => typeof one === 'string')
            : typeof value === type
    return fits ? [] : [`${key}: ${JSON.stringify(value)}`]
  })
}

function invalid(schema: string, data: unknown): string[] {
  const validate = schemas.get(`schemas/${schema}.json`)
  // As it leaves: `undefined` fields are no fields.
  return validate?.(JSON.parse(JSON.stringify(data))) === true
    ? []
    : [`${schema}: ${ajv.errorsText(validate?.errors?.slice(0, 2))}`]
}

/** As the content policy records them. Where it is told to record more, that is the application's schema, valid or not. */
function names(tools: readonly ToolDefinition[]): unknown[] {
  return tools.map(({ name, type }) => ({ name, type }))
}

/** What is wrong with what the endpoint says of this request and this answer. */
function faults(endpoint: Endpoint, request: unknown, body: unknown, events: unknown[]): string[] {
  const stream = events.length > 0 ? endpoint.stream?.('openai', true) : undefined
  for (const event of events) stream?.add(event)
  const answer = stream?.response() ?? endpoint.response(body, 'openai')
  const input = endpoint.input?.(request) ?? {}
  const output: readonly Message[] = answer.messages?.() ?? []
  answer.output?.()
  const documents = answer.content?.()['gen_ai.retrieval.documents']
  return [
    ...wrongTypes(endpoint.request(request, 'openai')),
    ...wrongTypes(answer.attributes),
    ...invalid('gen-ai-output-messages', output),
    ...(input.inputMessages ? invalid('gen-ai-input-messages', input.inputMessages) : []),
    ...(input.systemInstructions
      ? invalid('gen-ai-system-instructions', input.systemInstructions)
      : []),
    ...(input.toolDefinitions
      ? invalid('gen-ai-tool-definitions', names(input.toolDefinitions))
      : []),
    ...wrongTypes({ 'gen_ai.retrieval.query.text': input.retrievalQuery ?? '' }),
    ...(documents === undefined ? [] : invalid('gen-ai-retrieval-documents', documents)),
  ]
}

const APIS = [...new Set(ENDPOINTS.map(({ onClient }) => onClient.join('.')))]

describe.each(APIS)('answers of %s that are broken at random', (onClient) => {
  const samples = samplesOf(onClient)
  const endpoints = ENDPOINTS.filter((endpoint) => endpoint.onClient.join('.') === onClient)

  it.each(endpoints)('are read by $method without a throw or a wrong shape', (endpoint) => {
    const random = randomFrom(20_261_124)
    const found = new Set<string>()
    for (let round = 0; round < ROUNDS; round += 1) {
      const sample = samples[round % samples.length] as Sample
      const every = [3, 10, 30, 100][round % 4] as number
      const arg = broken(sample.request, random, every)
      const events = torn(sample.events, random).map((event) => broken(event, random, every))
      const body = broken(sample.body, random, every)
      const sent = endpoint.body ? endpoint.body(['resp_1', arg]) : arg
      for (const fault of faults(endpoint, sent, body, events)) found.add(fault)
    }
    expect([...found].slice(0, 20)).toEqual([])
  })
})
