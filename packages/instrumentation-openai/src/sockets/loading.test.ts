import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runApp } from '../testing/child.ts'
import { MAJORS } from '../testing/clients.ts'
import { SOCKETS } from '../testing/socket-clients.ts'
import { realtimeEvents } from '../testing/socket-fixtures.ts'
import { type SocketServer, startSocketServer } from '../testing/socket-server.ts'

let server: SocketServer

beforeAll(async () => {
  server = await startSocketServer()
  // One server for both APIs: an event that either of them takes for its last.
  server.reply(({ type }, socket) => {
    if (type !== 'response.create') return
    const [created, ...others] = realtimeEvents('resp_1')
    const response = { id: 'resp_1', status: 'completed', output: [] }
    for (const event of [created, { type: 'response.completed', response }, ...others])
      socket.send(JSON.stringify(event))
  })
})
afterAll(() => server.close())

function ended(model: string): object {
  return { name: `chat ${model}`, finish: ['stop'] }
}

describe.each(MAJORS)('loading before an application with sockets of openai %i', (major) => {
  const realtime = (['beta/realtime/ws', 'realtime/ws'] as const).filter((path) =>
    SOCKETS[path].includes(major),
  )
  const responses = SOCKETS['resources/responses/ws'].includes(major)

  it.each([
    ['sockets.mjs', 'esm'],
    ['sockets.cjs', 'commonjs'],
  ])('traces all its classes in %s', async (app, model) => {
    expect(await runApp(app, major, server.baseURL)).toEqual({
      spans: [...realtime.map(ended), ...(responses ? [ended(model)] : [])],
      open: 0,
      warnings: [],
    })
  })
})
