import { guard } from '@kansoku/core'

import type { Patch } from '../patch/patch.ts'
import type { SocketClass } from './classes.ts'
import { createSocketObserver } from './observe-socket.ts'
import { aroundSend, lookingOn, wrapMethod } from './wrap-method.ts'

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
    wrapMethod(prototype, name, aroundSend(observer.sending))
  wrapMethod(prototype, 'close', lookingOn(observer.closing))
  wrapMethod(
    prototype,
    '_emit',
    lookingOn((emitter, [name, ...args]) => observer.emitting(emitter, name, args)),
  )
  wrapMethod(
    prototype,
    '_onError',
    lookingOn((emitter, [event, said, cause]) => {
      // With an event it is the server's error, which was emitted as an event before.
      if (event === null || event === undefined) observer.problem(emitter, said, cause)
    }),
  )
  wrapMethod(prototype, '_connectInitial', (original, args, emitter) => {
    const result = original.apply(emitter, args)
    guard('observing a connection', () => observer.connected(emitter))
    return result
  })
  return patch
}
