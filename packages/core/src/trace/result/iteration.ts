import { context } from '@opentelemetry/api'

import { guard } from '../../guard.ts'
import { isNativePromise, observeNativePromise } from './native-promise.ts'
import { type ResultObserver, watchMethod } from './observer.ts'
import { isThenable, observeThenable } from './thenable.ts'

interface Step {
  readonly done?: unknown
  readonly value?: unknown
}

/** What makes an iterator: `Symbol.asyncIterator`, the `iterator` of the streams that model SDKs have, a web stream's reader. */
const MAKERS = ['iterator', Symbol.asyncIterator, 'getReader'] as const

/** A generator, or another iterator that a loop can read. Arrays, maps and texts are values, not steps. */
export function isIterator(value: object): boolean {
  return has(value, 'next') && (Symbol.asyncIterator in value || Symbol.iterator in value)
}

export function isAsyncIterable(value: object): boolean {
  return has(value, Symbol.asyncIterator)
}

function has(value: unknown, name: PropertyKey): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Record<PropertyKey, unknown>>)[name] === 'function'
  )
}

/** Sees the steps of whichever iterator the application reads first; a second one is a second reading. */
export function observeIterable(target: object, observer: ResultObserver): void {
  const { controller } = target as { controller?: Partial<AbortController> }
  let taken = false
  for (const name of MAKERS)
    watchMethod(
      target,
      name,
      observer,
      (original) =>
        function (...args) {
          const iterator = context.with(observer.context, () => original.apply(this, args))
          guard('observing an iterator', () => {
            if (taken || !(has(iterator, 'next') || has(iterator, 'read'))) return
            taken = true
            observeIterator(iterator as object, observer, controller?.signal)
          })
          return iterator
        },
    )
  observer.hold(target)
}

/**
 * Sees each step of an iterator, whose code runs inside the operation although the application calls it.
 *
 * @param signal of a stream that ends quietly when it is aborted, as those of model SDKs do
 */
export function observeIterator(
  target: object,
  observer: ResultObserver,
  signal?: AbortSignal,
): void {
  const onStep = (result: unknown): void => {
    const step = result as Step | null | undefined
    const { done, value } =
      guard('reading a step', () => ({ done: step?.done, value: step?.value })) ?? {}
    if (done !== true) observer.yielded(value)
    else if (signal?.aborted === true) observer.failed(abortError(signal))
    else observer.succeeded(undefined)
  }
  // The operation ends after the `finally` of a generator, which may still tell of it.
  const onLeave = (): void => observer.left()
  const steps = { next: onStep, read: onStep, throw: onStep, return: onLeave, cancel: onLeave }
  for (const [name, onResult] of Object.entries(steps))
    watchMethod(
      target,
      name,
      observer,
      (original) =>
        function (...args) {
          return takeStep(() => original.apply(this, args), onResult, observer)
        },
    )
  observer.hold(target)
}

function takeStep(
  run: () => unknown,
  onResult: (result: unknown) => void,
  observer: ResultObserver,
): unknown {
  let result: unknown
  try {
    result = context.with(observer.context, run)
  } catch (error) {
    observer.failed(error)
    throw error
  }
  guard('observing a step', () => {
    if (isNativePromise(result)) observeNativePromise(result, onResult, observer.failed)
    else if (isThenable(result)) observeThenable(result, observer, onResult)
    else onResult(result)
  })
  return result
}

function abortError({ reason }: AbortSignal): unknown {
  return reason instanceof Error ? reason : new DOMException('The stream was aborted', 'AbortError')
}
