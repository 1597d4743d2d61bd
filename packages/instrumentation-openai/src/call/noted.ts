import type { Held } from '@kansoku/core'

import type { Call } from './call.ts'

/** A constructor that makes nothing: fields of a class on top of it become fields of the object that it is given. */
const Given = function (given: object): object {
  return given
} as unknown as new (given: object) => object

/**
 * A call, noted on the promise that the application has. A private field is seen by nobody, not even by `Reflect`, and
 * lives and dies with the promise. A `WeakMap` says the same and costs 1.5 µs of a call more: entries for objects that
 * die young are work for the garbage collector (test/bench).
 */
class Noted extends Given {
  #held: Held<Call>

  private constructor(promise: object, held: Held<Call>) {
    super(promise)
    this.#held = held
  }

  static set(promise: object, held: Held<Call>): void {
    if (#held in promise) promise.#held = held
    else void new Noted(promise, held)
  }

  static get(promise: object): Held<Call> | undefined {
    return #held in promise ? promise.#held : undefined
  }
}

export function noteCall(promise: object, held: Held<Call>): void {
  Noted.set(promise, held)
}

/** The call that was noted on an object, if any. */
export function notedCall(promise: object): Held<Call> | undefined {
  return Noted.get(promise)
}
