import { guard } from '@kansoku/core'

import { fields } from '../reading/wire.ts'

/** What of a socket is needed, whichever of its kinds it is: of `ws`, of the platform, or an adapter of the client's. */
interface Watched {
  emit: (this: unknown, event: unknown, ...args: unknown[]) => boolean
  readonly addEventListener?: (event: string, listener: (event: unknown) => void) => void
}

const watched = new WeakSet<object>()

/** The socket below the client's adapter. */
export function physicalSocket(socket: unknown): object | undefined {
  const below = fields(socket)['platformSocket'] ?? socket
  return typeof below === 'object' && below !== null ? below : undefined
}

/**
 * Tells once that a socket has closed. On sockets of `ws` no listener is added, since the application could count it
 * and remove it: we stand beside `emit`.
 */
export function watchClose(socket: object, closed: (code: unknown, reason: unknown) => void): void {
  if (watched.has(socket)) return
  watched.add(socket)
  const target = socket as Watched
  const original = target.emit
  const tell = (code: unknown, reason: unknown): void => {
    guard('observing a closed socket', () => closed(code, reason))
  }
  if (typeof original === 'function') {
    Object.defineProperty(socket, 'emit', {
      configurable: true,
      writable: true,
      value(this: unknown, event: unknown, ...args: unknown[]) {
        if (event === 'close') tell(args[0], args[1])
        return original.call(this, event, ...args)
      },
    })
  } else
    target.addEventListener?.('close', (event) => {
      const { code, reason } = fields(event)
      tell(code, reason)
    })
}
