import type OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  loadClient,
  type Major,
  MAJORS,
} from '../../packages/instrumentation-openai/src/testing/clients.ts'
import {
  record,
  type Recorder,
} from '../../packages/instrumentation-openai/src/testing/telemetry.ts'
import {
  type Recording,
  readRecordings,
  type Replay,
  replay,
  wireUsage,
} from './openai-recordings.ts'
import { createJudge } from './semconv-judge.ts'

type Wire = Readonly<Record<string, unknown>>

/** What is played of the recordings, and how the wire of each API says what was used. */
interface Api {
  readonly name: string
  readonly path: RegExp
  readonly call: (client: OpenAI, params: never) => PromiseLike<unknown>
  /** What every request has; a recording that kept no request has only this. */
  readonly params: Wire
  readonly used: (usage: Wire) => readonly [input: unknown, output: unknown]
  readonly atLeast: { readonly recordings: number; readonly usages: number }
}

/** Recorded forms are bytes; this is what an application would give for them. */
const FILE = new File(['bytes'], 'file.bin', { type: 'application/octet-stream' })

/** No recorded answer with pictures has a usage. */
function pictures(name: string, recordings: number, call: Api['call']): Api {
  return {
    name: `images, ${name}`,
    path: new RegExp(`/images/${name}$`),
    call,
    params: { model: 'gpt-image-2', prompt: '', image: FILE },
    used: ({ input_tokens, output_tokens }) => [input_tokens, output_tokens],
    atLeast: { recordings, usages: 0 },
  }
}

const APIS: readonly Api[] = [
  {
    name: 'chat completions',
    path: /\/chat\/completions$/,
    call: (client, params) => client.chat.completions.create(params),
    params: { model: 'gpt-4o', messages: [] },
    used: ({ completion_tokens, prompt_tokens, total_tokens }) => [
      prompt_tokens,
      // xAI counts reasoning beside the completion, but always in the total.
      typeof total_tokens === 'number' ? total_tokens - Number(prompt_tokens) : completion_tokens,
    ],
    atLeast: { recordings: 150, usages: 100 },
  },
  {
    name: 'responses',
    path: /\/responses$/,
    call: (client, params) => client.responses.create(params),
    params: { model: 'gpt-4o' },
    used: ({ input_tokens, output_tokens }) => [input_tokens, output_tokens],
    atLeast: { recordings: 160, usages: 140 },
  },
  {
    name: 'embeddings',
    path: /\/embeddings$/,
    call: (client, params) => client.embeddings.create(params),
    params: { model: 'text-embedding-3-small', input: '' },
    used: ({ prompt_tokens }) => [prompt_tokens, undefined],
    atLeast: { recordings: 12, usages: 10 },
  },
  {
    name: 'completions',
    path: /\/v1\/completions$/,
    call: (client, params) => client.completions.create(params),
    params: { model: 'gpt-3.5-turbo-instruct', prompt: '' },
    used: ({ completion_tokens, prompt_tokens }) => [prompt_tokens, completion_tokens],
    atLeast: { recordings: 17, usages: 10 },
  },
  pictures('generations', 7, ({ images }, params) => images.generate(params)),
  pictures('edits', 4, ({ images }, params) => images.edit(params)),
  pictures('variations', 4, ({ images }, params) => images.createVariation(params)),
  {
    name: 'transcriptions',
    path: /\/audio\/transcriptions$/,
    call: (client, params) => client.audio.transcriptions.create(params),
    params: { model: 'whisper-1', file: FILE },
    used: ({ input_tokens, output_tokens }) => [input_tokens, output_tokens],
    atLeast: { recordings: 5, usages: 3 },
  },
  {
    name: 'translations',
    path: /\/audio\/translations$/,
    call: (client, params) => client.audio.translations.create(params),
    params: { model: 'whisper-1', file: FILE },
    used: ({ input_tokens, output_tokens }) => [input_tokens, output_tokens],
    atLeast: { recordings: 4, usages: 0 },
  },
]

type Client = Awaited<ReturnType<typeof loadClient>>

interface Played {
  readonly value: unknown
  readonly body: string | undefined
}

async function play(
  api: Api,
  recording: Recording,
  server: Replay,
  openai: Client,
): Promise<Played> {
  const client = new openai.OpenAI({
    apiKey: 'test',
    baseURL: server.url(recording),
    maxRetries: 0,
  })
  const before = server.bodies.length
  const params = {
    ...api.params,
    ...(typeof recording.request === 'object' && recording.request),
    ...(recording.response.kind === 'sse' && { stream: true }),
  }
  const value = await api.call(client, params as never).then(read, failed)
  return { value, body: server.bodies[before] }
}

async function read(answer: unknown): Promise<unknown> {
  if (!(answer instanceof Object && 'toReadableStream' in answer)) return { answer }
  const chunks: unknown[] = []
  try {
    for await (const chunk of answer as unknown as AsyncIterable<unknown>) chunks.push(chunk)
  } catch (error) {
    return { chunks, ...failed(error) }
  }
  return { chunks }
}

function failed(error: unknown): { error: string; message: string } {
  const { constructor, message } = error as Error
  return { error: constructor.name, message }
}

/** First all without, because patches stay. */
const bare = new Map<string, readonly Played[]>()
const all = readRecordings()

function recordingsOf({ path }: Api): readonly Recording[] {
  return all.filter((recording) => path.test(recording.path))
}

async function playAll(api: Api, server: Replay, major: Major): Promise<readonly Played[]> {
  const openai = await loadClient(major, 'esm')
  const played: Played[] = []
  for (const recording of recordingsOf(api)) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time, as the server counts the bodies
    played.push(await play(api, recording, server, openai))
  }
  return played
}

const PLAYS = MAJORS.flatMap((major) => APIS.map((api) => ({ api, major, name: api.name })))

let server: Replay

beforeAll(async () => {
  server = await replay(all)
  for (const { api, major } of PLAYS) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time, as the server counts the bodies
    bare.set(`${major} ${api.name}`, await playAll(api, server, major))
  }
}, 60_000)
afterAll(() => server.close())

describe.each(PLAYS)('recorded $name through openai $major', ({ api, major }) => {
  const recordings = recordingsOf(api)
  let recorder: Recorder
  let traced: readonly Played[]

  beforeAll(async () => {
    recorder = record({ captureMessageContent: 'SPAN_AND_EVENT' })
    recorder.instrumentation.manuallyInstrument(await loadClient(major, 'esm'))
    traced = await playAll(api, server, major)
  })
  afterAll(() => recorder.stop())

  it('give the application what they give without us', () => {
    expect(recordings.length).toBeGreaterThanOrEqual(api.atLeast.recordings)
    expect(traced).toEqual(bare.get(`${major} ${api.name}`))
  })

  it('have one ended span each, and no telemetry error', () => {
    expect(recorder.spans()).toHaveLength(recordings.length)
    expect(recorder.open()).toBe(0)
    expect(recorder.diagnostics.filter((line) => !line.startsWith('@opentelemetry/api'))).toEqual(
      [],
    )
  })

  it('have every usage that is on the wire', () => {
    const spans = recorder.spans()
    const counted = recordings.map(({ id }, index) => {
      const attributes = spans[index]?.attributes ?? {}
      return [id, attributes['gen_ai.usage.input_tokens'], attributes['gen_ai.usage.output_tokens']]
    })
    const onWire = recordings.map((recording) => {
      const [input, output] = api.used(wireUsage(recording) ?? {})
      return [recording.id, input, output]
    })
    expect(counted).toEqual(onWire)
    expect(onWire.filter(([, input]) => input !== undefined).length).toBeGreaterThanOrEqual(
      api.atLeast.usages,
    )
  })

  it('break no rule of the conventions, their content included', async () => {
    const judge = createJudge({ capture: 'SPAN_AND_EVENT' })
    const metrics = await recorder.metrics()
    expect(
      judge.all({
        spans: recorder.spans(),
        started: recorder.started,
        events: recorder.events(),
        metrics,
      }),
    ).toEqual([])
  })
})

describe.each(MAJORS)('recorded calls that run no model, through openai %i', (major) => {
  it('have no span', async () => {
    const recorder = record({ captureMessageContent: 'SPAN_AND_EVENT' })
    const openai = await loadClient(major, 'esm')
    recorder.instrumentation.manuallyInstrument(openai)
    const moderation = all.find(({ path }) => path.endsWith('/moderations'))
    const listed = all.find(({ path }) => path.endsWith('/models'))
    const client = (recording: Recording | undefined): OpenAI =>
      new openai.OpenAI({ apiKey: 'test', baseURL: server.url(recording as Recording) })
    const { results } = await client(moderation).moderations.create(moderation?.request as never)
    const models = await client(listed).models.list()
    expect([results.length, models.data.length > 0]).toEqual([1, true])
    expect([recorder.spans(), recorder.events(), recorder.open()]).toEqual([[], [], 0])
    await recorder.stop()
  })
})
