import { connect } from 'node:net'

import OpenAI from 'openai'

const baseURL = process.env.BASE_URL
const client = new OpenAI({ apiKey: 'test', baseURL })
const options = { createConnection: () => connect(new URL(baseURL).port, '127.0.0.1') }
const create = { type: 'response.create', model: 'esm' }

async function speak(path) {
  const { OpenAIRealtimeWS } = await import(`openai/${path}`).catch(() => ({}))
  if (OpenAIRealtimeWS === undefined) return
  const socket = new OpenAIRealtimeWS({ model: path, options }, client)
  socket.on('response.done', () => socket.close())
  socket.socket.on('open', () => socket.send(create))
  await new Promise((resolve) => socket.socket.on('close', resolve))
}

await speak('beta/realtime/ws')
await speak('realtime/ws')
const { ResponsesWS } = await import('openai/resources/responses/ws').catch(() => ({}))
if (ResponsesWS !== undefined) {
  const socket = new ResponsesWS(client)
  socket.on('response.done', () => socket.close())
  socket.send(create)
}
