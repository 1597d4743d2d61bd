import { guard } from '@kansoku/core'

import { type Call, chunk, failed, holdStream, left, opened, streamEnded } from './call.ts'

/** What the client's `Stream` has of its own: everything that reads it calls `iterator`, at the time of reading. */
interface ApiStream {
  iterator: (...args: unknown[]) => AsyncGenerator
  readonly controller: AbortController
}

const observed = new WeakSet<object>()

export function isStream(value: unknown): value is ApiStream {
  if (typeof value !== 'object' || value === null) return false
  const { controller, iterator } = value as Partial<ApiStream>
  return typeof iterator === 'function' && typeof controller?.signal === 'object'
}

/**
 * Sees every chunk once, however the stream is read: `for await`, `next`, `tee`, `toReadableStream`. The application
 * keeps the client's stream, the client's generator and the client's chunks; we stand beside the generator's methods.
 */
export function observeStream(stream: ApiStream, call: Call): void {
  if (observed.has(stream)) return
  observed.add(stream)
  opened(call)
  holdStream(call, stream)
  const original = stream.iterator
  // The client lets one generator read; a second one only ever rejects, which is no error of the call.
  let reader: object | undefined
  stream.iterator = function iterator(this: unknown, ...args) {
    const generator = original.apply(this, args)
    guard('observing a stream', () =>
      observeGenerator(generator, stream.controller, call, (candidate) => {
        reader ??= candidate
        return reader === candidate
      }),
    )
    return generator
  }
}

function observeGenerator(
  generator: AsyncGenerator,
  controller: AbortController,
  call: Call,
  isReader: (candidate: object) => boolean,
): void {
  holdStream(call, generator)
  const next = generator.next.bind(generator)
  const leave = generator.return.bind(generator)
  const raise = generator.throw.bind(generator)
  const onResult = (result: IteratorResult<unknown>): void => {
    guard('observing a chunk', () => {
      if (result.done !== true) chunk(call, result.value)
      // A quiet end is an abort, too: by `stream.controller` or by the caller's signal.
      else if (controller.signal.aborted) failed(call, new APIUserAbortError())
      else streamEnded(call)
    })
  }
  const onError = (error: unknown): void => {
    guard('observing a stream error', () => failed(call, error))
  }
  const { hides } = call
  const read = (...args: [] | [unknown]): Promise<IteratorResult<unknown>> => {
    const result = next(...args)
    if (!isReader(generator)) return result
    void result.then(onResult, onError)
    // A turn later than the client, but only where the application allowed us to ask for more than it did.
    return hides
      ? result.then((one) => (one.done !== true && hides(one.value) ? read() : one))
      : result
  }
  define(generator, 'next', read)
  define(generator, 'return', (value: unknown) => {
    if (isReader(generator)) guard('observing the end of a stream', () => left(call))
    return leave(value)
  })
  define(generator, 'throw', (error: unknown) => {
    if (isReader(generator)) guard('observing the end of a stream', () => left(call))
    return raise(error)
  })
}

function define(generator: object, name: string, value: (...args: never[]) => unknown): void {
  Object.defineProperty(generator, name, { value, writable: true, configurable: true })
}

/** As the client names an abort before the headers: the class is `error.type`, and both are the same to a reader. */
class APIUserAbortError extends Error {
  // Said again, because a bundler of the application may rename the class.
  static override readonly name = 'APIUserAbortError'

  constructor() {
    super('Request was aborted.')
  }
}
