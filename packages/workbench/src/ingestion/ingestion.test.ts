import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'

import { describe, expect, it } from 'vitest'

import { callEnvelope, envelope } from '../testing/envelopes.ts'
import { post, readStore, temporaryFolder, testWorkbench } from '../testing/workbench.ts'

const accepted = (count: number): unknown => ({
  status: 200,
  body: { itemsReceived: count, itemsAccepted: count, errors: [] },
})
const refused = (status: number, message: unknown): unknown => ({
  status,
  body: {
    itemsReceived: 0,
    itemsAccepted: 0,
    errors: [{ index: 0, statusCode: status, message }],
  },
})

/** Posts, closes, and reads what is on disk. */
async function stored(
  deliver: (url: string) => Promise<unknown>,
  sql = 'SELECT Id FROM AppDependencies ORDER BY Id',
): Promise<{ answer: unknown; rows: unknown[][] }> {
  const data = temporaryFolder()
  const workbench = await testWorkbench({ data })
  const answer = await deliver(workbench.url)
  await workbench.close()
  return { answer, rows: await readStore(join(data, 'kansoku.duckdb'), sql) }
}

describe('the ingestion endpoint', () => {
  it.each([
    ['an array', JSON.stringify([callEnvelope('a'), callEnvelope('b')]), {}],
    [
      'one envelope a line',
      `${JSON.stringify(callEnvelope('a'))}\n${JSON.stringify(callEnvelope('b'))}\n`,
      {},
    ],
    [
      'one envelope a line, announced',
      `${JSON.stringify(callEnvelope('a'))}\r\n\r\n${JSON.stringify(callEnvelope('b'))}`,
      { 'content-type': 'application/x-json-stream' },
    ],
    [
      'an array announced as lines',
      JSON.stringify([callEnvelope('a'), callEnvelope('b')]),
      { 'content-type': 'application/x-json-stream' },
    ],
    [
      'gzip',
      gzipSync(JSON.stringify([callEnvelope('a'), callEnvelope('b')])),
      { 'content-encoding': 'gzip' },
    ],
    [
      'deflate',
      deflateSync(JSON.stringify([callEnvelope('a'), callEnvelope('b')])),
      { 'content-encoding': 'deflate' },
    ],
  ])('stores %s', async (_, body, headers) => {
    const { answer, rows } = await stored(async (url) => post(url, body, headers))
    expect(answer).toEqual(accepted(2))
    expect(rows).toEqual([['a'], ['b']])
  })

  it('stores a single pretty-printed envelope, on the classic path too', async () => {
    const { answer, rows } = await stored(async (url) => {
      const response = await fetch(`${url}/v2/track`, {
        method: 'POST',
        body: JSON.stringify(callEnvelope('a'), null, 2),
      })
      return { status: response.status, body: await response.json() }
    })
    expect(answer).toEqual(accepted(1))
    expect(rows).toEqual([['a']])
  })

  it('brings Japanese text and quotes through unharmed', async () => {
    const text = '「東京」の明日の天気は? 🌸 "\\ \u0001'
    const { rows } = await stored(
      async (url) =>
        post(
          url,
          gzipSync(
            JSON.stringify([
              envelope('MessageData', { message: text, properties: { 質問: text } }),
            ]),
          ),
          { 'content-encoding': 'gzip' },
        ),
      'SELECT Message, Properties FROM AppTraces',
    )
    expect(rows).toEqual([[text, JSON.stringify({ 質問: text })]])
  })

  it('accepts the good items of a request and says what is wrong with each other one', async () => {
    const { answer, rows } = await stored(async (url) =>
      post(url, [
        callEnvelope('a'),
        envelope('NoSuchData', {}),
        callEnvelope('b', { duration: 5 }),
        callEnvelope('c'),
      ]),
    )
    expect(answer).toEqual({
      status: 206,
      body: {
        itemsReceived: 4,
        itemsAccepted: 2,
        errors: [
          {
            index: 1,
            statusCode: 400,
            message: expect.stringContaining(
              "'NoSuchData' is unknown; known are EventData",
            ) as unknown,
          },
          { index: 2, statusCode: 400, message: expect.stringContaining('duration') as unknown },
        ],
      },
    })
    expect(rows).toEqual([['a'], ['c']])
  })

  it('answers 400 when no item could be stored', async () => {
    const { answer, rows } = await stored(async (url) => post(url, [envelope('NoSuchData', {})]))
    expect(answer).toMatchObject({ status: 400, body: { itemsReceived: 1, itemsAccepted: 0 } })
    expect(rows).toEqual([])
  })

  it('stores the good lines around a broken one', async () => {
    const body = [callEnvelope('a'), callEnvelope('b')].map((item) => JSON.stringify(item))
    const { answer, rows } = await stored(async (url) =>
      post(url, [body[0], '{"ver":1,"name"', body[1]].join('\n')),
    )
    expect(answer).toEqual({
      status: 206,
      body: {
        itemsReceived: 3,
        itemsAccepted: 2,
        errors: [
          {
            index: 1,
            statusCode: 400,
            message: 'Not valid JSON: the text ends too early at line 2, column 16',
          },
        ],
      },
    })
    expect(rows).toEqual([['a'], ['b']])
  })

  it.each([
    ['text', 'hello', 'a value expected at line 1, column 1'],
    ['nothing', '', 'the text ends too early'],
    ['blanks', ' \n ', 'the text ends too early'],
    ['an empty array', '[]', 'holds no telemetry item'],
    ['a cut array', JSON.stringify([callEnvelope('a')]).slice(0, -1), 'ends too early at line 1'],
    ['bytes that are no UTF-8', Buffer.from([0x5b, 0xff, 0x5d]), 'not UTF-8'],
  ])('refuses %s with the reason and stores nothing', async (_, body, message) => {
    const { answer, rows } = await stored(async (url) => post(url, body))
    expect(answer).toEqual(refused(400, expect.stringContaining(message)))
    expect(rows).toEqual([])
  })

  it('refuses damaged, cut and unknown compression', async () => {
    const { url } = await testWorkbench()
    const packed = gzipSync(JSON.stringify([callEnvelope('a')]))
    const gzip = { 'content-encoding': 'gzip' }
    const damaged = expect.stringContaining('gzip body is damaged or cut') as unknown
    expect(await post(url, packed.subarray(0, -20), gzip)).toEqual(refused(400, damaged))
    expect(await post(url, 'not packed', gzip)).toEqual(refused(400, damaged))
    expect(await post(url, packed, { 'content-encoding': 'zstd' })).toEqual(
      refused(415, expect.stringContaining('Content-Encoding zstd is unknown')),
    )
  })

  it('refuses bodies over the limit, announced, streamed or unfolding from gzip, and lives on', async () => {
    const { url } = await testWorkbench({ bodyLimit: 100_000 })
    const tooLarge = refused(413, expect.stringContaining('larger than 100000 bytes'))
    expect(await post(url, ' '.repeat(5_000_000))).toEqual(tooLarge)
    expect(
      await post(url, gzipSync(Buffer.alloc(20_000_000, 32)), { 'content-encoding': 'gzip' }),
    ).toEqual(tooLarge)
    expect(await postStream(url, 200_000)).toBe(413)
    expect(await post(url, [callEnvelope('a')])).toEqual(accepted(1))
  })

  it('stores the good lines also where the first line, or one of another form, is the broken one', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => JSON.stringify(callEnvelope(id)))
    const { answer, rows } = await stored(async (url) => [
      await post(url, ['warming up', a].join('\n')),
      await post(url, [b, '5', `  ${c}`].join('\n')),
    ])
    expect(answer).toMatchObject([
      {
        status: 206,
        body: { errors: [{ index: 0, message: expect.stringContaining('line 1, column 1') }] },
      },
      {
        status: 206,
        body: { errors: [{ index: 1, message: expect.stringContaining('not number') }] },
      },
    ])
    expect(rows).toEqual([['a'], ['b'], ['c']])
  })

  it('closes although a sender never finishes its body', async () => {
    const workbench = await testWorkbench()
    const socket = connect(Number(new URL(workbench.url).port), '127.0.0.1')
    socket.write('POST /v2.1/track HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n[')
    await post(workbench.url, [callEnvelope('a')])
    const started = performance.now()
    await workbench.close()
    socket.destroy()
    expect(performance.now() - started).toBeLessThan(4000)
  })

  it('survives a sender that hangs up in the middle of a body', async () => {
    const { url } = await testWorkbench()
    await hangUp(Number(new URL(url).port))
    expect(await post(url, [callEnvelope('a')])).toEqual(accepted(1))
  })

  it('answers a repeated body as the first time, without storing it twice', async () => {
    const body = JSON.stringify([callEnvelope('a'), envelope('NoSuchData', {})])
    const { answer, rows } = await stored(async (url) => {
      const first = await post(url, body)
      const [again, packed] = await Promise.all([
        post(url, body),
        post(url, gzipSync(body), { 'content-encoding': 'gzip' }),
      ])
      return {
        first,
        same: [again, packed].map((later) => JSON.stringify(later) === JSON.stringify(first)),
      }
    })
    expect(answer).toMatchObject({ first: { status: 206 }, same: [true, true] })
    expect(rows).toEqual([['a']])
  })

  it('refuses on demand, as the service does under load, and stores nothing of what it refused', async () => {
    const data = temporaryFolder()
    const workbench = await testWorkbench({
      data,
      refuse: { status: 429, retryAfter: 3, requests: 1 },
    })
    const body = JSON.stringify([callEnvelope('a')])
    const first = await fetch(`${workbench.url}/v2.1/track`, { method: 'POST', body })
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3'])
    expect(await first.json()).toMatchObject({ itemsAccepted: 0, errors: [{ statusCode: 429 }] })
    expect(await post(workbench.url, body)).toEqual(accepted(1))
    await workbench.close()
    const rows = await readStore(join(data, 'kansoku.duckdb'), 'SELECT Id FROM AppDependencies')
    expect(rows).toEqual([['a']])
  })

  it('takes requests that come at the same time', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `id-${String(index).padStart(2, '0')}`)
    const { rows } = await stored(async (url) =>
      Promise.all(ids.map(async (id) => post(url, [callEnvelope(id)]))),
    )
    expect(rows).toEqual(ids.map((id) => [id]))
  })

  it('takes more rows in one request than a chunk of the store holds', async () => {
    const { answer, rows } = await stored(
      async (url) =>
        post(
          url,
          Array.from({ length: 5000 }, (_, index) => callEnvelope(`id-${index}`)),
        ),
      'SELECT count(*)::INTEGER, count(DISTINCT Id)::INTEGER FROM AppDependencies',
    )
    expect(answer).toEqual(accepted(5000))
    expect(rows).toEqual([[5000, 5000]])
  })

  it('refuses foreign hosts and origins, and unknown paths', async () => {
    const { url } = await testWorkbench()
    expect(await statusOf(url, { host: 'attacker.example' })).toBe(403)
    expect(await post(url, [callEnvelope('a')], { origin: 'https://attacker.example' })).toEqual(
      refused(403, expect.stringContaining('another origin')),
    )
    const wrongMethod = await fetch(`${url}/v2.1/track`)
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST'])
    const unknown = await fetch(`${url}/v3/track`, { method: 'POST' })
    expect([unknown.status, await unknown.text()]).toEqual([
      404,
      expect.stringContaining('POST /v2.1/track'),
    ])
  })

  it('tells who it is', async () => {
    const { url, connectionString } = await testWorkbench()
    const health = await (await fetch(`${url}/health`)).json()
    expect(health).toMatchObject({ name: 'kansoku', pid: process.pid })
    expect(connectionString).toBe(
      `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${url}/`,
    )
  })
})

/** A body of unknown length, so that only counting can stop it. */
async function postStream(url: string, bytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v2.1/track`, { method: 'POST' }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject)
    sent.write(Buffer.alloc(bytes, 32))
    sent.end()
  })
}

/** `fetch` does not let a Host header through. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/health`, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

async function hangUp(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        'POST /v2.1/track HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n[{"ver":1',
        () => socket.destroy(),
      )
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
}
