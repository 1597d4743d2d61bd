import { createRequire } from 'node:module'

import type { OpenAIRealtimeWebSocket } from 'openai/realtime/websocket'
import type { OpenAIRealtimeWS } from 'openai/realtime/ws'
import type { ResponsesWS } from 'openai/resources/responses/ws'

import { CLIENTS, type Format, type Major } from './clients.ts'

/** All majors are used by the newest one's types. */
export interface SocketModules {
  'realtime/ws': { OpenAIRealtimeWS: typeof OpenAIRealtimeWS }
  'beta/realtime/ws': { OpenAIRealtimeWS: typeof OpenAIRealtimeWS }
  'realtime/websocket': { OpenAIRealtimeWebSocket: typeof OpenAIRealtimeWebSocket }
  'beta/realtime/websocket': { OpenAIRealtimeWebSocket: typeof OpenAIRealtimeWebSocket }
  'resources/responses/ws': { ResponsesWS: typeof ResponsesWS }
  'resources/beta/responses/ws': { ResponsesWS: typeof ResponsesWS }
}

/** Which majors have which class. */
export const SOCKETS: Readonly<Record<keyof SocketModules, readonly Major[]>> = {
  'realtime/ws': [5, 6, 7],
  'beta/realtime/ws': [4, 5, 6, 7],
  'realtime/websocket': [5, 6, 7],
  'beta/realtime/websocket': [4, 5, 6, 7],
  'resources/responses/ws': [6, 7],
  'resources/beta/responses/ws': [6, 7],
}

export async function loadSockets<Path extends keyof SocketModules>(
  path: Path,
  major: Major,
  format: Format,
): Promise<SocketModules[Path]> {
  const name = `${CLIENTS[major]}/${path}`
  if (format === 'cjs') return createRequire(import.meta.url)(name) as SocketModules[Path]
  return (await import(name)) as SocketModules[Path]
}

/** What every socket class has of an emitter. */
export interface Emitter {
  on(event: string, listener: (...args: unknown[]) => void): unknown
}

/** Resolves when the event was emitted that often. */
export function times(emitter: object, event: string, count = 1): Promise<void> {
  let left = count
  return new Promise((resolve) => {
    ;(emitter as Emitter).on(event, () => {
      left -= 1
      if (left === 0) resolve()
    })
  })
}
