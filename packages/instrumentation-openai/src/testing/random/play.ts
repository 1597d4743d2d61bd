import { setImmediate as turn } from 'node:timers/promises'

import { definePrompt, oneOf } from '@kansoku/core'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type OpenAI from 'openai'

import { instrumentOpenAI } from '../../index.ts'
import { helpersOf, type Major } from '../clients.ts'
import type { Recorder } from '../telemetry.ts'
import type { ApiName, Case, Way } from './cases.ts'
import { piecesOnTheWire } from './delivery.ts'

/** What came of one case, for the application without and with us, and as telemetry. */
export interface Played {
  readonly bare: unknown
  readonly traced: unknown
  readonly spans: readonly ReadableSpan[]
  readonly open: number
  /** What our own code had to say. */
  readonly diagnostics: readonly string[]
}

/** Plays cases through the real client, whose `fetch` gives the bytes of the case. */
export function createPlayer(
  module: typeof import('openai'),
  major: Major,
  recorder: Recorder,
): (one: Case) => Promise<Played> {
  let current: Case
  const create = (): OpenAI =>
    new module.OpenAI({
      apiKey: 'none',
      baseURL: 'http://127.0.0.1:9/v1',
      maxRetries: 0,
      logLevel: 'off',
      fetch: async () => respond(current),
    })
  const bare = create()
  const traced = new Map(
    [true, false].map((captures) => {
      const captureMessageContent = captures ? 'SPAN_AND_EVENT' : 'NO_CONTENT'
      return [
        captures,
        instrumentOpenAI(create(), { ...recorder.providers, captureMessageContent }),
      ]
    }),
  )
  const prompt = definePrompt({ name: 'random', version: 1, output: oneOf('Yes', 'No') })

  return async (one) => {
    current = one
    recorder.reset()
    const without = await outcome(() => take(bare, major, one))
    const read = (): Promise<unknown> =>
      outcome(() => take(traced.get(one.captures) as OpenAI, major, one))
    const withUs = await (one.judged ? prompt.run(read) : read())
    // Nothing here is dropped, so that no end has to wait for the garbage collection.
    for (let rest = 20; rest > 0 && recorder.open() > 0; rest -= 1)
      // oxlint-disable-next-line no-await-in-loop -- turns of the event loop
      await turn()
    return {
      bare: without,
      traced: withUs,
      spans: recorder.spans(),
      open: recorder.open(),
      diagnostics: recorder.diagnostics.filter((line) => line.startsWith('kansoku')),
    }
  }
}

function respond({ answer, delivery }: Case): Response {
  const pieces = piecesOnTheWire(answer, delivery).values()
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const { done, value } = pieces.next()
      if (done !== true) controller.enqueue(value)
      else if (delivery.ending === 'broken') controller.error(new TypeError('terminated'))
      else controller.close()
    },
  })
  const type = answer.events ? 'text/event-stream' : 'application/json'
  return new Response(body, { status: delivery.status, headers: { 'content-type': type } })
}

const SCHEMA = {
  type: 'json_schema',
  json_schema: { name: 'answer', schema: { type: 'object' } },
} as const
const messages = [{ role: 'user', content: 'Is it new?' }] as const

/** The parameters that go with an answer, in the types of no version: what is asked is not what is tested. */
function call(client: OpenAI, api: ApiName, stream: boolean): ReturnType<OpenAI['post']> {
  const model = 'gpt-4o'
  const rest = stream ? { stream: true } : {}
  const calls: Readonly<Record<ApiName, () => unknown>> = {
    chat: () => client.chat.completions.create({ model, messages: [...messages], ...rest }),
    responses: () => client.responses.create({ model, input: 'Is it new?', ...rest }),
    completions: () => client.completions.create({ model, prompt: 'Is it new?', ...rest }),
    embeddings: () => client.embeddings.create({ model, input: 'new' }),
  }
  return calls[api]() as ReturnType<OpenAI['post']>
}

async function take(client: OpenAI, major: Major, one: Case): Promise<unknown> {
  const { answer, api, way } = one
  if (answer.events) return readStream(call(client, api, true), way)
  switch (way) {
    case 'parse':
      if (api !== 'chat') return call(client, api, false)
      return helpersOf(client, major).parse({
        model: 'gpt-4o',
        messages: [...messages],
        response_format: SCHEMA,
      })
    case 'await twice': {
      const promise = call(client, api, false)
      return [await promise, await promise]
    }
    case 'withResponse': {
      const { data, response } = await call(client, api, false).withResponse()
      return [data, response.status]
    }
    case 'asResponse':
      return (await call(client, api, false).asResponse()).text()
    default:
      return call(client, api, false)
  }
}

interface Readable extends AsyncIterable<unknown> {
  tee(): [AsyncIterable<unknown>, AsyncIterable<unknown>]
  toReadableStream(): ReadableStream<Uint8Array>
}

async function readStream(promise: ReturnType<typeof call>, way: Way): Promise<unknown> {
  if (way === 'withResponse') {
    const { data, response } = await promise.withResponse()
    return [response.status, await drain(data as Readable)]
  }
  const stream = (await promise) as Readable
  if (way === 'tee') return Promise.all(stream.tee().map((branch) => drain(branch)))
  if (way === 'readable') return drain(stream.toReadableStream())
  return drain(stream, way === 'break' ? 2 : undefined)
}

/** The chunks, and how the loop ended. */
async function drain(stream: AsyncIterable<unknown>, most = 10_000): Promise<unknown> {
  const chunks: unknown[] = []
  const end = await outcome(async () => {
    for await (const chunk of stream) if (chunks.push(chunk) >= most) break
  })
  return { chunks, end }
}

async function outcome(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return { value: await run() }
  } catch (error) {
    if (!(error instanceof Error)) return { thrown: error }
    const { code, status } = error as Error & { code?: unknown; status?: unknown }
    return { class: error.constructor.name, message: error.message, code, status }
  }
}
