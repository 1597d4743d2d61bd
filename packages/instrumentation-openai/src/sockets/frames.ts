import type { Sending } from './observe-socket.ts'
import { aroundSend, wrapMethod } from './wrap-method.ts'

type Framing = (frame: unknown) => Sending | undefined

const owners = new WeakMap<object, Framing>()
const wrapped = new WeakSet<object>()

/**
 * Sees what goes to the client's adapter of a socket: the queue, and the lanes of managed sessions (openai 7.18), which
 * write past the connection's own methods.
 */
export function observeFrames(adapter: object, framing: Framing): void {
  if (owners.has(adapter)) return
  owners.set(adapter, framing)
  const prototype = Object.getPrototypeOf(adapter) as object
  if (wrapped.has(prototype)) return
  wrapped.add(prototype)
  wrapMethod(
    prototype,
    'send',
    aroundSend((instance, frame) => owners.get(instance)?.(frame)),
  )
}
