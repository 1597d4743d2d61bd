import { guard } from '../../guard.ts'
import { isAsyncIterable, isIterator, observeIterable, observeIterator } from './iteration.ts'
import { isNativePromise, observeNativePromise } from './native-promise.ts'
import type { ResultObserver } from './observer.ts'
import { isThenable, observeThenable } from './thenable.ts'

/**
 * Sees to the end what the application's function gave: a value has ended, a promise ends when it settles, and what is
 * read step by step ends when the reading does. The application keeps the very same object in each case.
 */
export function observeResult(result: unknown, observer: ResultObserver): void {
  const arrived = (value: unknown): void => observing(() => observeValue(value, observer), observer)
  observing(() => {
    if (isNativePromise(result)) observeNativePromise(result, arrived, observer.failed)
    else if (isThenable(result)) {
      observeThenable(result, observer, arrived)
      observer.hold(result)
    } else observeValue(result, observer)
  }, observer)
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
