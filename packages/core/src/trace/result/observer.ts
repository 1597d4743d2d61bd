import type { Context } from '@opentelemetry/api'

import { guard } from '../../guard.ts'
import { whenDropped } from '../../operation/dropped.ts'

/** Is told what becomes of a call's result. Of the ends exactly one comes, once; nothing that it throws reaches anybody. */
export interface CallObserver {
  /** Something that is read step by step gave a value. */
  readonly yielded?: (value: unknown) => void
  /** Whole: with the value, or with `undefined` for something that was read to its end. */
  readonly succeeded: (value: unknown) => void
  readonly failed: (error: unknown) => void
  /**
   * The application stopped reading by its own will, or dropped what it had.
   *
   * @param at when it was last seen, on the clock of `performance.now()`, where that is not now
   */
  readonly left: (at?: number) => void
}

/**
 * A {@link CallObserver} from the side of the result. Nothing here may keep the result alive: its collection is one of
 * the ends.
 */
export interface ResultObserver {
  /** What the result does later, such as a generator's next step, runs in here. */
  readonly context: Context
  readonly yielded: (value: unknown) => void
  readonly succeeded: (value: unknown) => void
  readonly failed: (error: unknown) => void
  readonly left: () => void
  /** The application has this object, and may go on through it. */
  readonly hold: (target: object) => void
  /** An answer is on its way, whoever holds what: `settled` follows. */
  readonly awaited: () => void
  readonly settled: () => void
}

export function createObserver(context: Context, call: CallObserver): ResultObserver {
  // What is dropped ended when it was last seen, not when its garbage was collected.
  let seenAt = performance.now()
  let holders = 0
  let pending = 0
  let open = true
  /** It runs where the application's own code runs: between a promise and its handlers, in a step of a loop. */
  const end = (tell: () => void): void => {
    if (!open) return
    open = false
    guard('ending a call', tell)
  }
  return {
    context,
    yielded: (value) => {
      seenAt = performance.now()
      if (open) guard('observing a result', () => call.yielded?.(value))
    },
    succeeded: (value) => end(() => call.succeeded(value)),
    failed: (error) => end(() => call.failed(error)),
    left: () => end(() => call.left()),
    hold: (target) => {
      holders += 1
      seenAt = performance.now()
      whenDropped(target, {
        stillNeeded: () => open,
        release: () => {
          holders -= 1
          if (holders === 0 && pending === 0) end(() => call.left(seenAt))
        },
      })
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
