const { connect } = require('node:net')

const { OpenAI } = require('openai')

const baseURL = process.env.BASE_URL
const client = new OpenAI({ apiKey: 'test', baseURL })
const options = { createConnection: () => connect(new URL(baseURL).port, '127.0.0.1') }
const create = { type: 'response.create', model: 'commonjs' }

function tryRequire(path) {
  try {
    return require(`openai/${path}`)
  } catch {
    return {}
  }
}

async function speak(path) {
  const { OpenAIRealtimeWS } = tryRequire(path)
  if (OpenAIRealtimeWS === undefined) return
  const socket = new OpenAIRealtimeWS({ model: path, options }, client)
  socket.on('response.done', () => socket.close())
  socket.socket.on('open', () => socket.send(create))
  await new Promise((resolve) => socket.socket.on('close', resolve))
}

async function main() {
  await speak('beta/realtime/ws')
  await speak('realtime/ws')
  const { ResponsesWS } = tryRequire('resources/responses/ws')
  if (ResponsesWS === undefined) return
  const socket = new ResponsesWS(client)
  socket.on('response.done', () => socket.close())
  socket.send(create)
}
void main()
