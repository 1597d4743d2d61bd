import { guard, type Held } from '@kansoku/core'

import { arrived, type Call, failed, headers, holdPromise, reading, settled } from './call.ts'
import { noteCall, notedCall } from './noted.ts'
import { isStream, observeStream } from './observe-stream.ts'

/**
 * The client's promise reads the body when somebody asks, and only once, so nobody of ours may ask. Its two ways to the
 * answer, `parse` (which `then`, `catch` and `finally` call) and `asResponse`, both go on from `responsePromise`:
 * while one of them runs, that property is a relay that lets us see what passes. All the promises that the application
 * gets are the client's own, none gets a handler that it would not have, and none settles later.
 */
interface ApiPromise extends PromiseLike<unknown> {
  responsePromise: PromiseLike<unknown>
  parse: () => Promise<unknown>
  asResponse: () => Promise<unknown>
  _thenUnwrap: (transform: Transform) => ApiPromise
}
type Transform = (data: unknown, ...rest: readonly unknown[]) => unknown
type OnValue = (value: unknown) => unknown
type OnError = (error: unknown) => unknown

const patchedClasses = new WeakSet<object>()
const ours = new WeakSet<object>()

/** @returns whether `result` is a promise of the client, whose answer can be seen. */
export function observePromise(result: unknown, call: Call): boolean {
  if (!isApiPromise(result)) return false
  const prototype = Object.getPrototypeOf(result) as ApiPromise
  if (!patchedClasses.has(prototype)) {
    patchedClasses.add(prototype)
    patchClass(prototype)
  }
  const held = holdPromise(call, result)
  noteCall(result, held)
  // The promise of a page has, from openai 7.5 on, a `then` and the like of a second promise, which waits for the same
  // response and which nobody else can reach.
  if (Object.hasOwn(result, 'then')) noteCall(result.responsePromise, held)
  // openai 7.5 and later give each promise a `_thenUnwrap` of its own, a function that needs no `this`.
  if (Object.hasOwn(result, '_thenUnwrap')) {
    const original = result._thenUnwrap
    result._thenUnwrap = (transform) => unwrapped(original, result, transform, call)
  }
  return true
}

function isApiPromise(value: unknown): value is ApiPromise {
  if (typeof value !== 'object' || value === null) return false
  const { asResponse, parse, responsePromise, _thenUnwrap } = value as Partial<ApiPromise>
  return (
    typeof parse === 'function' &&
    typeof asResponse === 'function' &&
    typeof _thenUnwrap === 'function' &&
    typeof responsePromise?.then === 'function'
  )
}

/** Once a class, not once a call: promises of other endpoints pass through. */
function patchClass(prototype: ApiPromise): void {
  replace(prototype, 'parse', (original) => ({
    parse(this: ApiPromise) {
      const held = notedCall(this) ?? notedCall(this.responsePromise)
      return held ? relay(this, original, BODY, held) : original.call(this)
    },
  }))
  replace(prototype, 'asResponse', (original) => ({
    asResponse(this: ApiPromise) {
      const held = notedCall(this)
      return held ? relay(this, original, HEADERS, held) : original.call(this)
    },
  }))
  replace(prototype, '_thenUnwrap', (original) => ({
    _thenUnwrap(this: ApiPromise, transform: Transform) {
      const held = notedCall(this)
      return held
        ? unwrapped(original, this, transform, held.owner)
        : original.call(this, transform)
    },
  }))
}

function replace<K extends 'parse' | 'asResponse' | '_thenUnwrap'>(
  prototype: ApiPromise,
  name: K,
  make: (original: ApiPromise[K]) => Record<K, ApiPromise[K]>,
): void {
  let owner: object | null = prototype
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner)
  // Promises that all have their own method need none on the class.
  if (owner === null) return
  const descriptor = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor
  // A subclass inherits what is already patched.
  if (ours.has(descriptor.value as object)) return
  const value = make(descriptor.value as ApiPromise[K])[name]
  ours.add(value)
  Object.defineProperty(owner, name, { ...descriptor, value })
}

/** What is seen of one way to the answer. */
interface Watch {
  /** Somebody asks for it. */
  readonly started: (held: Held<Call>) => void
  readonly value: (call: Call, props: unknown, onValue: OnValue) => unknown
}

const BODY: Watch = {
  started: reading,
  value: (call, props, onValue) => {
    const result = attempt(call, props, onValue)
    // The client's parse function, whose promise only `parsedPromise` takes: a branch here changes nothing for anybody.
    if (result instanceof Promise)
      void result.then(
        (answer) => answered(call, answer),
        (error: unknown) => refused(call, error),
      )
    else answered(call, result)
    return result
  },
}

const HEADERS: Watch = {
  started: () => undefined,
  value: (call, props, onValue) => {
    guard('observing headers', () => headers(call))
    return onValue(props)
  },
}

/** Runs the client's method with a `responsePromise` whose `then` is seen. Synchronous, so that nobody else meets the relay. */
function relay(
  promise: ApiPromise,
  original: () => Promise<unknown>,
  watch: Watch,
  held: Held<Call>,
): Promise<unknown> {
  const call = held.owner
  const real = promise.responsePromise
  const seen = {
    // oxlint-disable-next-line unicorn/no-thenable -- it stands in for a promise
    then: (onValue?: OnValue | null, onError?: OnError | null) => {
      guard('observing a promise', () => watch.started(held))
      return real.then(
        (props) => watch.value(call, props, onValue ?? identity),
        (error: unknown) => {
          refused(call, error)
          if (onError) return onError(error)
          throw error
        },
      )
    },
  }
  try {
    promise.responsePromise = seen as PromiseLike<unknown>
  } catch {
    // Frozen by the application: not ours to see.
    return original.call(promise)
  }
  try {
    return original.call(promise)
  } finally {
    promise.responsePromise = real
  }
}

/** A child promise, as `parse()` makes it: the call is the same, and the answer is what came before the transform. */
function unwrapped(
  original: ApiPromise['_thenUnwrap'],
  promise: ApiPromise,
  transform: Transform,
  call: Call,
): ApiPromise {
  const child = original.call(promise, (data, ...rest) => {
    guard('observing an answer', () => cameIn(call, data))
    return transform(data, ...rest)
  })
  guard('observing a promise', () => observePromise(child, call))
  return child
}

/** A stream is not handed to the call, which must not keep it alive. */
function cameIn(call: Call, data: unknown): void {
  if (isStream(data)) observeStream(data, call)
  else arrived(call, data)
}

function answered(call: Call, value: unknown): void {
  guard('observing an answer', () => {
    try {
      cameIn(call, value)
    } finally {
      settled(call)
    }
  })
}

function refused(call: Call, error: unknown): void {
  guard('observing an error', () => failed(call, error))
}

function attempt(call: Call, props: unknown, onValue: OnValue): unknown {
  try {
    return onValue(props)
  } catch (error) {
    refused(call, error)
    throw error
  }
}

function identity(value: unknown): unknown {
  return value
}
