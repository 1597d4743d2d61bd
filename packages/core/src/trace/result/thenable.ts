import { context } from '@opentelemetry/api'

import { isNativePromise, observeNativePromise } from './native-promise.ts'
import { type ResultObserver, watchMethod } from './observer.ts'

interface Thenable {
  then: (onValue?: unknown, onError?: unknown) => unknown
  catch?: (onError?: unknown) => unknown
  finally?: (onSettled?: unknown) => unknown
}

/** Ways to the value besides `then`: `parse` is what the promises of generated model SDKs read their body with. */
const OTHER_WAYS = ['finally', 'parse'] as const

export function isThenable(value: unknown): value is Thenable & object {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as Partial<Thenable>).then === 'function'
  )
}

/**
 * Sees the settling of a promise of some library's own class. Nobody of ours may call its `then`: a client may start its
 * request, or read its body, only then, and once more for a second one. So we look on when the application calls it.
 */
export function observeThenable(
  target: Thenable & object,
  observer: ResultObserver,
  arrived: (value: unknown) => void,
): void {
  const onArrival = (value: unknown): void => {
    arrived(value)
    observer.settled()
  }
  const onFailure = (error: unknown): void => {
    observer.failed(error)
    observer.settled()
  }
  watchMethod(
    target,
    'then',
    observer,
    (then) =>
      function (onValue, onError) {
        observer.awaited()
        // What the thenable starts belongs to the operation; the application's handlers stay where the application is.
        const outside = context.active()
        const value = (result: unknown): unknown => {
          onArrival(result)
          return isHandler(onValue) ? context.with(outside, onValue, undefined, result) : result
        }
        const failure = (error: unknown): unknown => {
          onFailure(error)
          if (isHandler(onError)) return context.with(outside, onError, undefined, error)
          throw error
        }
        return context.with(observer.context, () => then.call(this, value, failure))
      },
  )
  // Those of a class that is not `Promise`'s may go another way than through `then`.
  if (target.catch !== Promise.prototype.catch)
    watchMethod(target, 'catch', observer, () => (onError) => target.then(undefined, onError))
  if (target.finally === Promise.prototype.finally) return
  for (const name of OTHER_WAYS)
    watchMethod(
      target,
      name,
      observer,
      (original) =>
        function (...args) {
          observer.awaited()
          const promise = original.apply(this, args)
          if (isNativePromise(promise)) observeNativePromise(promise, onArrival, onFailure)
          return promise
        },
    )
}

function isHandler(value: unknown): value is (value: unknown) => unknown {
  return typeof value === 'function'
}
