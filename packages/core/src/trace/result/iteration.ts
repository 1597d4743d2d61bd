import { context } from '@opentelemetry/api'

import { guard } from '../../guard.ts'
import { isNativePromise, observeNativePromise } from './native-promise.ts'
import { replaceMethod, type ResultObserver } from './observer.ts'
import { isThenable, observeThenable } from './thenable.ts'

type Method = (this: unknown, ...args: unknown[]) => unknown
interface Steps {
  next: Method
  return?: Method
  throw?: Method
}

interface Step {
  readonly done?: unknown
  readonly value?: unknown
}

/** What makes an iterator: `Symbol.asyncIterator`, and the `iterator` of the streams that model SDKs have. */
const MAKERS = ['iterator', Symbol.asyncIterator] as const

/** A generator, or another iterator that a loop can read. Arrays, maps and texts are values, not steps. */
export function isIterator(value: object): value is Steps & object {
  return hasNext(value) && (Symbol.asyncIterator in value || Symbol.iterator in value)
}

function hasNext(value: unknown): value is Steps & object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Steps>).next === 'function'
  )
}

export function isAsyncIterable(value: object): boolean {
  return typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function'
}

/** Sees the steps of whichever iterator the application reads first; a second one is a second reading. */
export function observeIterable(target: object, observer: ResultObserver): void {
  const { controller } = target as { controller?: Partial<AbortController> }
  let taken = false
  for (const name of MAKERS) {
    const original = (target as Partial<Record<PropertyKey, unknown>>)[name]
    if (typeof original !== 'function') continue
    replaceMethod(target, name, function (this: unknown, ...args: unknown[]) {
      const iterator: unknown = context.with(observer.context, () => original.apply(this, args))
      guard('observing an iterator', () => {
        if (taken || !hasNext(iterator)) return
        taken = true
        observeIterator(iterator, observer, controller?.signal)
      })
      return iterator
    })
  }
  observer.hold(target)
}

/**
 * Sees each step of an iterator, whose code runs inside the operation although the application calls it.
 *
 * @param signal of a stream that ends quietly when it is aborted, as those of model SDKs do
 */
export function observeIterator(
  target: Steps & object,
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
  const methods = { next: onStep, throw: onStep, return: () => observer.left() }
  for (const [name, onResult] of Object.entries(methods)) {
    const original = target[name as keyof Steps]
    if (typeof original !== 'function') continue
    replaceMethod(target, name, function (this: unknown, ...args: unknown[]) {
      return takeStep(() => original.apply(this, args), onResult, observer)
    })
  }
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
