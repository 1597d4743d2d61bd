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
  readonly isOpen: () => boolean
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
  const isOpen = (): boolean => open
  return {
    context,
    isOpen,
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
        stillNeeded: isOpen,
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

type Method = (this: unknown, ...args: unknown[]) => unknown

/** What our methods stand before. */
const originals = new WeakMap<object, { readonly method: Method; readonly isOpen: () => boolean }>()

/**
 * Puts a method of ours before the object's own, as invisible as that, for as long as the call is open. An object that
 * many calls give, one after the other, has only one of ours. Throws where the object is frozen.
 *
 * @param watch makes it of the object's own method, which an object need not have
 */
export function watchMethod(
  target: object,
  name: PropertyKey,
  { isOpen }: Pick<ResultObserver, 'isOpen'>,
  watch: (original: Method) => Method,
): void {
  let method: unknown = (target as Partial<Record<PropertyKey, unknown>>)[name]
  if (typeof method !== 'function') return
  for (
    let ours = originals.get(method);
    ours && !ours.isOpen();
    ours = originals.get(method as object)
  )
    method = ours.method
  const original = method as Method
  const watched = watch(original)
  const value: Method = function (...args) {
    return isOpen() ? watched.apply(this, args) : original.apply(this, args)
  }
  originals.set(value, { method: original, isOpen })
  Object.defineProperty(target, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: Object.getOwnPropertyDescriptor(target, name)?.enumerable ?? false,
  })
}
