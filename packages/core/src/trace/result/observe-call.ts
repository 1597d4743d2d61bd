import { type Context, context } from '@opentelemetry/api'

import { guard } from '../../guard.ts'
import { isAsyncIterable, isIterator, observeIterable, observeIterator } from './iteration.ts'
import { isNativePromise, observeNativePromise } from './native-promise.ts'
import { type CallObserver, createObserver, type ResultObserver } from './observer.ts'
import { isThenable, observeThenable } from './thenable.ts'

/**
 * Runs a function in a context and sees its result to the end: a value has ended, a promise ends when it settles, and
 * what is read step by step, such as a generator or a stream, ends when the reading does. For authors of
 * instrumentations, beside `startOperation`.
 *
 * @returns what the function gives, the very same object; what it throws is thrown.
 * @example
 * ```ts
 * return observeCall(operation.context, () => original.call(client, request), {
 *   succeeded: (answer) => operation.end({ kind: 'success', response: read(answer) }),
 *   failed: (error) => operation.end({ kind: 'failure', error }),
 *   left: (at) => operation.end({ kind: 'cancelled', response: { attributes: {} } }, at),
 * })
 * ```
 */
export function observeCall<R>(at: Context, fn: () => R, call: CallObserver): R {
  const observer = createObserver(at, call)
  let result
  try {
    result = context.with(at, fn)
  } catch (error) {
    observer.failed(error)
    throw error
  }
  observing(() => observeResult(result, observer), observer)
  return result
}

function observeResult(result: unknown, observer: ResultObserver): void {
  const arrived = (value: unknown): void => observing(() => observeValue(value, observer), observer)
  if (isNativePromise(result)) observeNativePromise(result, arrived, observer.failed)
  else if (isThenable(result)) {
    observeThenable(result, observer, arrived)
    observer.hold(result)
  } else observeValue(result, observer)
}

/** A promise of a stream has not ended when the stream is there. */
function observeValue(value: unknown, observer: ResultObserver): void {
  if (typeof value !== 'object' || value === null) observer.succeeded(value)
  else if (isIterator(value)) observeIterator(value, observer)
  else if (isAsyncIterable(value)) observeIterable(value, observer)
  else observer.succeeded(value)
}

/** What cannot be observed, such as a frozen promise, has an end that nobody can know. */
function observing(observe: () => void, observer: ResultObserver): void {
  const done = guard('observing a result', () => {
    observe()
    return true
  })
  if (done === undefined) observer.left()
}
