import { fields } from '../reading/wire.ts'
import type { Api } from './protocol.ts'

/** A class whose instances are connections, by the prototype that has its methods. */
export interface SocketClass {
  readonly api: Api
  readonly prototype: object
}

export interface SocketClasses {
  readonly found: readonly SocketClass[]
  /** What is not where it should be: `ResponsesWS.prototype.send`. */
  readonly missing: readonly string[]
}

/** By the name under which a module of the client exports it. */
const EXPORTS = {
  ForksWS: 'live',
  LiveWS: 'live',
  ResponsesWS: 'responses',
  OpenAIRealtimeWS: 'realtime',
  OpenAIRealtimeWebSocket: 'realtime',
  SidebandWS: 'live',
} as const satisfies Readonly<Record<string, Api>>

/**
 * The modules that export them, and no other does: each needs `ws`, or a platform with `WebSocket`. Not all versions
 * have all of them.
 */
export const SOCKET_FILES: readonly { readonly file: string; readonly exports: string }[] = (
  [
    ['beta/realtime/websocket', 'OpenAIRealtimeWebSocket'],
    ['beta/realtime/ws', 'OpenAIRealtimeWS'],
    ['realtime/websocket', 'OpenAIRealtimeWebSocket'],
    ['realtime/ws', 'OpenAIRealtimeWS'],
    ['resources/beta/responses/ws', 'ResponsesWS'],
    ['resources/live/forks/ws', 'ForksWS'],
    ['resources/live/sideband/ws', 'SidebandWS'],
    ['resources/live/ws', 'LiveWS'],
    ['resources/responses/ws', 'ResponsesWS'],
  ] as const satisfies readonly (readonly [path: string, exports: keyof typeof EXPORTS])[]
).flatMap(([path, exports]) =>
  ['js', 'mjs'].map((extension) => ({ file: `openai/${path}.${extension}`, exports })),
)

const METHODS = ['send', '_emit', '_onError'] as const

/** @param expected the class that a module has under the path from which it was loaded */
export function socketClassesIn(module: unknown, expected?: string): SocketClasses {
  const exported = fields(module)
  const found: SocketClass[] = []
  const missing: string[] =
    expected === undefined || exported[expected] !== undefined ? [] : [expected]
  for (const [name, api] of Object.entries(EXPORTS)) {
    const exportedClass = exported[name]
    if (exportedClass === undefined) continue
    const prototype: unknown =
      typeof exportedClass === 'function' ? exportedClass.prototype : undefined
    const lacking = METHODS.filter((method) => typeof fields(prototype)[method] !== 'function')
    missing.push(...lacking.map((method) => `${name}.prototype.${method}`))
    if (lacking.length === 0) found.push({ api, prototype: ownerOf(prototype as object, 'send') })
  }
  return { found, missing }
}

/** Of Responses and Live; Realtime does not keep it. */
export function clientOf(value: unknown): unknown {
  // `client` in 6.23.0, the first version with `ResponsesWS`.
  const { _client, client } = fields(value)
  return _client ?? client
}

export function isConnection(value: unknown): boolean {
  const { socket, url } = fields(value)
  return socket !== undefined && url instanceof URL
}

/** The class of one connection, if it is of one that has responses. */
export function socketClassOf(value: unknown): SocketClass | undefined {
  const { url } = fields(value)
  if (!isConnection(value) || !(url instanceof URL)) return undefined
  if (METHODS.some((method) => typeof fields(value)[method] !== 'function')) return undefined
  const api = apiAt(url.pathname, clientOf(value) !== undefined)
  return api && { api, prototype: ownerOf(value as object, 'send') }
}

/** Translations are sockets as well, and have no responses. */
function apiAt(path: string, hasClient: boolean): Api | undefined {
  if (hasClient && path.endsWith('/responses')) return 'responses'
  if (hasClient) return path.includes('/live/sessions') ? 'live' : undefined
  return path.endsWith('/translations') ? undefined : 'realtime'
}

/** The client's own class: a class of an application may extend it, and have a method of the same name. */
function ownerOf(value: object, method: string): object {
  let owner = value
  for (
    let at: unknown = value;
    typeof at === 'object' && at !== null;
    at = Object.getPrototypeOf(at)
  )
    if (Object.hasOwn(at, method)) owner = at
  return owner
}
