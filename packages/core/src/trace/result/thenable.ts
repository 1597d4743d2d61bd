import { context } from '@opentelemetry/api'

import { isNativePromise, observeNativePromise } from './native-promise.ts'
import { replaceMethod, type ResultObserver } from './observer.ts'

interface Thenable {
  then: (onValue?: unknown, onError?: unknown) => unknown
  catch?: (onError?: unknown) => unknown
  finally?: (onSettled?: unknown) => unknown
}

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
  const { then, finally: settle } = target
  const ownCatch = target.catch !== undefined && target.catch !== Promise.prototype.catch
  const onArrival = (value: unknown): void => {
    arrived(value)
    observer.settled()
  }
  const onFailure = (error: unknown): void => {
    observer.failed(error)
    observer.settled()
  }
  replaceMethod(target, 'then', function (this: unknown, onValue?: unknown, onError?: unknown) {
    observer.awaited()
    // What the thenable starts belongs to the operation; the application's handlers stay where the application is.
    const outside = context.active()
    return context.with(observer.context, () =>
      then.call(
        this,
        (value: unknown) => {
          onArrival(value)
          return isHandler(onValue) ? context.with(outside, onValue, undefined, value) : value
        },
        (error: unknown) => {
          onFailure(error)
          if (isHandler(onError)) return context.with(outside, onError, undefined, error)
          throw error
        },
      ),
    )
  })
  // Those of a class that is not `Promise`'s may go another way than through `then`.
  if (ownCatch)
    replaceMethod(target, 'catch', function (this: Thenable, onError?: unknown) {
      return this.then(undefined, onError)
    })
  if (settle !== undefined && settle !== Promise.prototype.finally)
    replaceMethod(target, 'finally', function (this: unknown, onSettled?: unknown) {
      observer.awaited()
      const promise = settle.call(this, onSettled)
      if (isNativePromise(promise)) observeNativePromise(promise, onArrival, onFailure)
      return promise
    })
}

function isHandler(value: unknown): value is (value: unknown) => unknown {
  return typeof value === 'function'
}
