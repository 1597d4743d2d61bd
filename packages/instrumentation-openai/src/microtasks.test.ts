import type OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'

import { loadClient, MAJORS } from './testing/clients.ts'
import { choice, chunk, completion, delta } from './testing/fixtures.ts'
import { record, type Recorder } from './testing/telemetry.ts'

type Client = typeof OpenAI
type CallPromise = ReturnType<OpenAI['chat']['completions']['create']>
type Log = (what: string) => void

const PARAMS = { model: 'gpt-4o', messages: [] } satisfies OpenAI.ChatCompletionCreateParams
const STREAMED = { ...PARAMS, stream: true } as const

/** Says each microtask turn from now on, so that what happens in between is told apart by the turn. */
function countTurns(log: Log, turns = 40): void {
  let turn = 0
  const next = (): void => {
    log(String((turn += 1)))
    if (turn < turns) queueMicrotask(next)
  }
  queueMicrotask(next)
}

const later = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 1))

const WAYS: readonly (readonly [string, (promise: CallPromise) => PromiseLike<unknown>])[] = [
  ['await', (promise) => promise],
  ['then', (promise) => promise.then((value) => value)],
  ['catch', (promise) => promise.catch(() => undefined)],
  ['finally', (promise) => promise.finally(() => undefined)],
  ['asResponse', (promise) => promise.asResponse()],
  ['withResponse', (promise) => promise.withResponse()],
  ['a transform', (promise) => promise._thenUnwrap((value) => value)],
  ['two transforms', (promise) => promise._thenUnwrap((one) => one)._thenUnwrap((one) => one)],
]

/** In which turn after the headers the application hears of the answer. */
async function answered(
  OpenAIClass: Client,
  way: (promise: CallPromise) => PromiseLike<unknown>,
  status: number,
): Promise<string[]> {
  const order: string[] = []
  let send: (() => void) | undefined
  const headers = new Promise<void>((resolve) => (send = resolve))
  const answer = {
    ok: status === 200,
    status,
    headers: new Headers({ 'content-type': 'application/json' }),
    json: () => Promise.resolve(completion([choice({ content: 'Yes' })])),
    text: () => Promise.resolve('{"error":{"message":"no"}}'),
    body: null,
    url: '',
  }
  const client = new OpenAIClass({
    apiKey: 'test',
    maxRetries: 0,
    fetch: () => headers.then(() => answer as unknown as Response),
  })
  const result = way(client.chat.completions.create(PARAMS)).then(
    () => order.push('value'),
    () => order.push('error'),
  )
  await later()
  send?.()
  countTurns((turn) => order.push(turn))
  await result
  await later()
  return order
}

const READERS: Readonly<
  Record<string, (stream: AsyncIterable<unknown> & Streamed, log: Log) => Promise<unknown>>
> = {
  'for await': async (stream, log) => {
    for await (const _ of stream) log('chunk')
  },
  next: async (stream, log) => {
    const iterator = stream[Symbol.asyncIterator]()
    // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
    while ((await iterator.next()).done !== true) log('chunk')
  },
  break: async (stream, log) => {
    for await (const _ of stream) {
      log('chunk')
      break
    }
  },
  tee: (stream, log) =>
    Promise.all(
      stream.tee().map(async (branch, index) => {
        for await (const _ of branch) log(`chunk of ${index}`)
      }),
    ),
  toReadableStream: async (stream, log) => {
    for await (const _ of stream.toReadableStream()) log('line')
  },
}
interface Streamed {
  readonly tee: () => readonly AsyncIterable<unknown>[]
  readonly toReadableStream: () => ReadableStream
}

/** In which turn after each piece of the body the application gets the chunk. */
async function streamed(
  OpenAIClass: Client,
  reader: (stream: AsyncIterable<unknown> & Streamed, log: Log) => Promise<unknown>,
): Promise<string[]> {
  const order: string[] = []
  const log: Log = (what) => void order.push(what)
  const sent = new TransformStream<Uint8Array, Uint8Array>()
  const writer = sent.writable.getWriter()
  const headers = new Headers({ 'content-type': 'text/event-stream' })
  const answer = { ok: true, status: 200, headers, body: sent.readable, url: '' }
  const client = new OpenAIClass({
    apiKey: 'test',
    maxRetries: 0,
    fetch: () => Promise.resolve(answer as unknown as Response),
  })
  const stream = await client.chat.completions.create(STREAMED)
  const read = reader(stream, log).then(() => log('end'))
  const pieces = [{ content: 'a' }, { content: 'b' }].map((one) => chunk([delta(one)]))
  for (const piece of [...pieces.map((one) => JSON.stringify(one)), '[DONE]']) {
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other
    await later()
    countTurns(log)
    writer.write(new TextEncoder().encode(`data: ${piece}\n\n`)).catch(() => undefined)
  }
  await later()
  writer.close().catch(() => undefined)
  await read
  return order
}

let recorder: Recorder

afterEach(() => recorder.stop())

describe.each(MAJORS)('an application on openai %i', (major) => {
  it('hears of answers, errors and chunks in the very microtask in which it hears of them without us', async () => {
    const module = await loadClient(major, 'esm')
    const orders = async (): Promise<Record<string, string[]>> => {
      const all: Record<string, string[]> = {}
      /* oxlint-disable no-await-in-loop -- side by side they would change each other's order */
      for (const [name, way] of WAYS)
        for (const status of [200, 400])
          all[`${name} ${status}`] = await answered(module.OpenAI, way, status)
      for (const [name, reader] of Object.entries(READERS))
        all[`stream: ${name}`] = await streamed(module.OpenAI, reader)
      /* oxlint-enable no-await-in-loop */
      return all
    }
    const bare = await orders()
    recorder = record()
    recorder.instrumentation.manuallyInstrument(module)
    expect(await orders()).toEqual(bare)
    const calls = 2 * WAYS.length + Object.keys(READERS).length
    expect(recorder.spans()).toHaveLength(calls)
  })
})
