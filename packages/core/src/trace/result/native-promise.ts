/** `Promise.prototype.then` itself: a method that somebody patched would see a promise that nobody made. */
// oxlint-disable-next-line typescript/unbound-method -- called on a promise, always
const thenOf = Promise.prototype.then

const touches = new WeakMap<object, () => void>()

/**
 * The class of an observed promise. Its `constructor` is `Promise`, as before; but `await`, `then`, `finally` and
 * `Promise.all` all read that property before they put a handler on a native promise, which is how we hear of one.
 */
const observed = Object.create(Promise.prototype, {
  constructor: {
    configurable: true,
    get(this: object) {
      touches.get(this)?.()
      return Promise
    },
  },
}) as object

/**
 * A promise that is just a promise: what an async function gives, or `new Promise`. One that is observed already, by an
 * inner operation or by another copy of this package, is one, too: to ask for its `constructor` is to take it over.
 */
export function isNativePromise(value: unknown): value is Promise<unknown> {
  return (
    value instanceof Promise &&
    // oxlint-disable-next-line typescript/unbound-method -- compared only
    value.then === Promise.prototype.then &&
    value.constructor === Promise
  )
}

/**
 * Tells how a native promise settles, and leaves to the application whether its rejection is handled.
 *
 * To see a promise is to handle it: a rejection that the application forgot would no longer be reported. So the promise
 * of our own handler rejects in its place, until the application puts a handler on the original; then it is handled, too.
 * What Node reports, and when, is what it would report without us (docs/decisions/results-by-hand.md). Where an outer
 * operation observes the same promise, its mirror takes the place of the inner one's.
 */
export function observeNativePromise(
  promise: Promise<unknown>,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
): void {
  // First, because it throws where the promise is frozen.
  Object.setPrototypeOf(promise, observed)
  const mirror = thenOf.call(promise, onValue, (error: unknown) => {
    onError(error)
    throw error
  })
  touches.set(promise, () => {
    touches.delete(promise)
    void thenOf.call(mirror, undefined, () => undefined)
  })
}
