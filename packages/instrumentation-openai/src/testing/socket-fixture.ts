import { setTimeout as sleep } from 'node:timers/promises'

import OpenAI from 'openai'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import * as realtime from 'openai/realtime/ws'
import { ResponsesWS } from 'openai/resources/responses/ws'
import * as responses from 'openai/resources/responses/ws'

import type { OpenAIInstrumentationConfig } from '../options.ts'
import { type SocketServer, startSocketServer } from './socket-server.ts'
import { record, type Recorder } from './telemetry.ts'

/** The newest client with its sockets instrumented, and a server. */
export interface SocketWorld {
  readonly server: SocketServer
  readonly recorder: Recorder
  readonly client: OpenAI
  readonly openRealtime: () => Promise<OpenAIRealtimeWS>
  readonly openResponses: () => Promise<ResponsesWS>
  readonly stop: () => Promise<void>
}

export async function socketWorld(config?: OpenAIInstrumentationConfig): Promise<SocketWorld> {
  const server = await startSocketServer()
  const recorder = record(config)
  recorder.instrumentation.manuallyInstrument(realtime)
  recorder.instrumentation.manuallyInstrument(responses)
  const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL })
  return {
    server,
    recorder,
    client,
    openRealtime: async () => {
      const socket = new OpenAIRealtimeWS(
        { model: 'gpt-realtime', options: server.options },
        client,
      )
      socket.on('error', () => {})
      await new Promise((resolve) => socket.socket.on('open', resolve))
      return socket
    },
    openResponses: async () => {
      const socket = new ResponsesWS(client)
      socket.on('error', () => {})
      await new Promise<void>((resolve) => socket.socket.on('open', () => resolve()))
      return socket
    },
    stop: async () => {
      await server.close()
      await recorder.stop()
    },
  }
}

/** Waits for what the telemetry says, in bounded time. */
export async function eventually(reached: () => boolean): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- it waits
  for (let tries = 0; tries < 1000 && !reached(); tries += 1) await sleep(2)
}
