import { guard } from '../guard.ts'

/** An object that the application has, and whoever has to know when it is out of its reach. */
export interface Held<Owner> {
  readonly owner: Owner
  /** Gone once the object needs no watch, or is watched by the garbage collector: nothing here keeps it alive for long. */
  target: object | undefined
}

/** The timer as it was at the start: tests replace the global one. */
const { setTimeout } = globalThis

/**
 * How long an object may still turn out to need no watch. Nearly all do, since most promises are awaited at once, and
 * registering one with the garbage collector costs about as much as all else of a span together (test/bench).
 * A timer for all that come meanwhile costs less than a turn of the event loop for each: 1 µs of a call.
 */
const PATIENCE_MS = 10

/**
 * Makes a function that tells when the application can no longer go on with a promise that it never awaited, or a
 * stream that it never read.
 *
 * @param stillNeeded whether the watch makes sense, asked once, a moment after the object was made
 * @param release called once for each object: it is gone, or no watch was needed
 */
export function dropWatch<Owner>(
  stillNeeded: (owner: Owner) => boolean,
  release: (owner: Owner) => void,
): (target: object, owner: Owner) => Held<Owner> {
  const registry = new FinalizationRegistry<Owner>((owner) =>
    guard('dropping a call', () => release(owner)),
  )
  let waiting: Held<Owner>[] = []
  const watch = (): void => {
    const turn = waiting
    waiting = []
    for (const held of turn) {
      const { owner, target } = held
      if (target === undefined) continue
      held.target = undefined
      if (stillNeeded(owner)) registry.register(target, owner)
      else guard('dropping a call', () => release(owner))
    }
  }
  return (target, owner) => {
    const held: Held<Owner> = { owner, target }
    if (waiting.push(held) === 1) unref(setTimeout(watch, PATIENCE_MS))
    return held
  }
}

/** Else a finished process would live longer than without us. Timers are numbers in runtimes other than Node. */
function unref(timer: { readonly unref?: () => void } | number): void {
  if (typeof timer === 'object') timer.unref?.()
}

/** Somebody who has to know when an object is out of the application's reach. */
export interface Holder {
  /** Asked once, a moment later. */
  readonly stillNeeded: () => boolean
  /** The object is gone, or the watch is not needed. */
  readonly release: () => void
}

/** {@link dropWatch} for those who have a function for each object. */
export const whenDropped: (target: object, holder: Holder) => Held<Holder> = dropWatch<Holder>(
  (holder) => holder.stillNeeded(),
  (holder) => holder.release(),
)
