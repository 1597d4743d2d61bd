import { guard } from '@kansoku/core'

import type { Patch } from '../patch/patch.ts'
import type { SocketClass } from './classes.ts'
import { createSocketObserver, type SocketObserver } from './observe-socket.ts'

type Method = (this: object, ...args: unknown[]) => unknown

const REGISTRY = Symbol.for('kansoku.instrumentation-openai.sockets.1')

/** Shared by all copies of this package in the process: an application may load its ESM and its CommonJS build. */
function registry(): WeakMap<object, Patch> {
  const shared = globalThis as { [REGISTRY]?: WeakMap<object, Patch> }
  return (shared[REGISTRY] ??= new WeakMap())
}

/** Wraps the methods of a socket class, or gives the patch that is already there: nothing is ever wrapped twice. */
export function patchSocketClass({ api, prototype }: SocketClass): Patch {
  const existing = registry().get(prototype)
  if (existing) return existing
  const patch: Patch = { sources: new Set() }
  registry().set(prototype, patch)
  const observer = createSocketObserver(api, () => patch.sources.values().next().value)
  for (const name of ['send', 'sendRaw', 'sendResponseCreate'])
    wrap(prototype, name, (original, args, emitter) => send(observer, original, args, emitter))
  const looking = (
    name: string,
    look: (emitter: object, args: readonly unknown[]) => void,
  ): void => {
    wrap(prototype, name, (original, args, emitter) => {
      guard('observing a socket', () => look(emitter, args))
      return original.apply(emitter, args)
    })
  }
  looking('close', (emitter) => observer.closing(emitter))
  looking('_emit', (emitter, [name, payload]) => observer.emitting(emitter, name, payload))
  looking('_onError', (emitter, [event, said, cause]) => {
    // With an event it is the server's error, which was emitted as an event before.
    if (event === null || event === undefined) observer.problem(emitter, said, cause)
  })
  return patch
}

/** Does what the class does, in the application's context, with its `this` and its arguments. */
function send(
  observer: SocketObserver,
  original: Method,
  args: unknown[],
  emitter: object,
): unknown {
  const request = guard('starting a response', () => observer.sending(emitter, args[0]))
  if (request === undefined) return original.apply(emitter, args)
  let result: unknown
  try {
    result = original.apply(emitter, args)
  } catch (error) {
    guard('observing an error', () => request.threw(error))
    throw error
  }
  guard('observing a request', request.taken)
  return result
}

/**
 * The emitter's methods are inherited, and by other classes, too: they are wrapped on this class alone, and looked up
 * at each call. A method as a class has it is no constructor, and has the same name and number of parameters.
 */
function wrap(
  prototype: object,
  name: string,
  around: (original: Method, args: unknown[], emitter: object) => unknown,
): void {
  const own = Object.getOwnPropertyDescriptor(prototype, name)?.value as Method | undefined
  const parent = Object.getPrototypeOf(prototype) as Record<string, Method | undefined>
  const original = own ?? parent[name]
  if (typeof original !== 'function') return
  const holder = {
    [name](this: object, ...args: unknown[]): unknown {
      return around(own ?? parent[name] ?? original, args, this)
    },
  }
  const value = holder[name] as Method
  Object.defineProperty(value, 'length', { value: original.length, configurable: true })
  Object.defineProperty(prototype, name, { configurable: true, writable: true, value })
}
