import type { Context } from '@opentelemetry/api'

import { guard } from '../../guard.ts'
import { whenDropped } from '../../operation/dropped.ts'

/** The ends of an operation, as its result comes to them. Each may be reached again; the first one counts. */
export interface Ends {
  readonly isOpen: () => boolean
  /** Something that is read step by step gave a value. */
  readonly yielded: (value: unknown) => void
  /** Whole: the value, or `undefined` for something that was read to its end. */
  readonly succeeded: (value: unknown) => void
  readonly failed: (error: unknown) => void
  /** The application stopped, by its own will. */
  readonly left: (at?: number) => void
}

/**
 * Learns what becomes of a result that the application has. Nothing here may keep the result alive: its collection is
 * one of the ends.
 */
export interface ResultObserver extends Omit<Ends, 'isOpen' | 'left'> {
  readonly left: () => void
  /** What the result does later, such as a generator's next step, runs in here. */
  readonly context: Context
  /** The application has this object, and may go on through it. */
  readonly hold: (target: object) => void
  /** An answer is on its way, whoever holds what: `settled` follows. */
  readonly awaited: () => void
  readonly settled: () => void
}

export function createObserver(context: Context, ends: Ends): ResultObserver {
  // What is dropped ended when it was last seen, not when its garbage was collected.
  let seenAt = performance.now()
  let holders = 0
  let pending = 0
  const release = (): void => {
    holders -= 1
    if (holders === 0 && pending === 0 && ends.isOpen()) ends.left(seenAt)
  }
  const whileOpen =
    <A extends readonly unknown[]>(end: (...args: A) => void) =>
    (...args: A): void => {
      // It runs where the application's own code runs: between a promise and its handlers, in a step of a loop.
      if (ends.isOpen()) guard('observing a result', () => end(...args))
    }
  return {
    context,
    yielded: whileOpen((value: unknown) => {
      seenAt = performance.now()
      ends.yielded(value)
    }),
    succeeded: whileOpen(ends.succeeded),
    failed: whileOpen(ends.failed),
    left: whileOpen(() => ends.left()),
    hold: (target) => {
      holders += 1
      seenAt = performance.now()
      whenDropped(target, { stillNeeded: ends.isOpen, release })
    },
    awaited: () => {
      pending += 1
    },
    settled: () => {
      pending -= 1
    },
  }
}

/** Puts a method of ours before the object's own, as invisible as that. Throws where the object is frozen. */
export function replaceMethod(
  target: object,
  name: PropertyKey,
  value: (...args: never[]) => unknown,
): void {
  Object.defineProperty(target, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: Object.getOwnPropertyDescriptor(target, name)?.enumerable ?? false,
  })
}
