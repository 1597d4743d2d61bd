import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'

import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { handbook } from '../data/handbook.ts'
import { NO_FAULTS } from '../model-server/rates.ts'
import { type ModelServer, startModelServer } from '../model-server/server.ts'
import { createSearch } from '../src/retrieval.ts'
import { searchDecisionFromEnvironment } from '../src/search-decision.ts'
import { type ChatLine, createChatServer } from './chat-server.ts'

let models: ModelServer
let url: string
let close: () => Promise<unknown>
beforeAll(async () => {
  models = await startModelServer({ latencyScale: 0, rates: NO_FAULTS })
  const server = createChatServer({
    client: new OpenAI({ apiKey: 'any', baseURL: models.baseURL }),
    model: 'gpt-4.1-mini',
    search: createSearch(handbook),
    searchDecision: searchDecisionFromEnvironment({}),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
})
afterAll(() => Promise.all([close(), models.close()]))

const post = (path: string, body: unknown, type = 'application/json'): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

async function chat(question: string, conversation?: string) {
  const response = await post('/chat', { question, conversation })
  const lines = (await response.text()).trimEnd().split('\n')
  const read = lines.map((line) => JSON.parse(line) as ChatLine)
  const text = read.map((line) => (line.type === 'text' ? line.text : '')).join('')
  const done = read.at(-1)
  return { type: response.headers.get('content-type'), text, done, pieces: read.length - 1 }
}

describe('POST /chat', () => {
  it('writes while the model does, and goes on with the conversation', async () => {
    const first = await chat('How many days of annual leave do I have?')
    expect(first.type).toBe('application/x-ndjson; charset=utf-8')
    expect(first.pieces).toBeGreaterThan(3)
    expect(first.text).toContain('[leave-en]')
    expect(first.done).toEqual({
      type: 'done',
      conversation: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      searched: true,
      cited: [{ id: 'leave-en', title: 'Annual leave' }],
      responseId: expect.stringMatching(/^chatcmpl-/) as string,
    })
    const { conversation } = first.done as { conversation: string }
    const second = await chat('And when do those expire?', conversation)
    expect(second.done).toMatchObject({ conversation, searched: false })
  })

  it('takes one turn of a conversation at a time', async () => {
    const { done } = await chat('Hello!')
    const { conversation } = done as { conversation: string }
    const question = 'Where are the printers?'
    const statuses = await Promise.all(
      [1, 2].map(async () => {
        const response = await post('/chat', { question, conversation })
        await response.text()
        return response.status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200, 409]))
  })
})

describe('POST /feedback', () => {
  it('takes a thumb, with or without a comment', async () => {
    const bodies = [
      { responseId: 'chatcmpl-1', thumb: 'up' },
      { responseId: 'chatcmpl-1', thumb: 'down', comment: '古い' },
    ]
    const statuses = await Promise.all(
      bodies.map(async (body) => (await post('/feedback', body)).status),
    )
    expect(statuses).toEqual([204, 204])
  })
})

describe('a wrong request', () => {
  it.each([
    ['/chat', {}, 400, '"question" is missing, or is no text.'],
    ['/chat', { question: 'x'.repeat(4001) }, 400, '"question" is longer than 4000 characters.'],
    [
      '/chat',
      { question: 'Hi', conversation: 'unknown' },
      404,
      'This conversation is not known (any more): begin a new one.',
    ],
    ['/chat', '[1]', 400, 'The body is no JSON object.'],
    ['/chat', '{', 400, 'The body is no JSON object.'],
    ['/chat', 'x'.repeat(70_000), 413, 'The body is longer than 65536 bytes.'],
    ['/feedback', { responseId: 'a', thumb: 'sideways' }, 400, '"thumb" is "up" or "down".'],
    ['/feedback', { thumb: 'up' }, 400, '"responseId" is missing, or is no text.'],
    ['/nowhere', {}, 404, 'There is no POST /nowhere here.'],
  ])('to %s is told what is wrong', async (path, body, status, error) => {
    const response = await post(path, body)
    expect([response.status, await response.json()]).toEqual([status, { error }])
  })

  it('of another type is refused, as a page of another origin could send it', async () => {
    const { status } = await post('/chat', { question: 'Hi' }, 'text/plain')
    expect(status).toBe(415)
  })

  it('with a path that is none does not end the server', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.end('GET //[ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /)
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })
})

describe('the page', () => {
  it('runs nothing from elsewhere', async () => {
    const files = await Promise.all(['/', '/chat.js', '/chat.css'].map((path) => fetch(url + path)))
    expect(files.map(({ headers, status }) => [status, headers.get('content-type')])).toEqual([
      [200, 'text/html; charset=utf-8'],
      [200, 'text/javascript; charset=utf-8'],
      [200, 'text/css; charset=utf-8'],
    ])
    expect(files[0]?.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
  })
})
