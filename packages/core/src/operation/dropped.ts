import { guard } from '../guard.ts'

/** Somebody who has to know when an object is out of the application's reach. */
export interface Holder {
  /** Asked once, a turn of the event loop later: most calls are being read by then, and need no watch. */
  readonly stillNeeded: () => boolean
  /** The object is gone, or the watch is not needed. */
  readonly release: () => void
}

const registry = new FinalizationRegistry<() => void>((release) =>
  guard('dropping a call', release),
)

/** The timer as it was at the start: tests replace the global one. */
const { setImmediate } = globalThis

let waiting: (readonly [target: object, holder: Holder])[] = []

/**
 * Tells when the application can no longer go on with a promise that it never awaited, or a stream that it never read.
 * A registration costs about as much as all else of a span together (garbage collection, test/bench), hence the wait.
 */
export function whenDropped(target: object, holder: Holder): void {
  // Without `unref` a finished process would live one turn longer than without us.
  if (waiting.length === 0) setImmediate(watch).unref()
  waiting.push([target, holder])
}

function watch(): void {
  const turn = waiting
  waiting = []
  for (const [target, { release, stillNeeded }] of turn) {
    if (stillNeeded()) registry.register(target, release)
    else guard('dropping a call', release)
  }
}
