import { guard } from '@kansoku/core'

import type { Sending } from './observe-socket.ts'

export type Method = (this: object, ...args: unknown[]) => unknown

/** What is done around a method; it calls the original once. */
export type Around = (original: Method, args: unknown[], instance: object) => unknown

/** Does what the class does, in the application's context, with its `this` and its arguments. */
export function aroundSend(
  sending: (instance: object, sent: unknown) => Sending | undefined,
): Around {
  return (original, args, instance) => {
    const request = guard('starting a response', () => sending(instance, args[0]))
    if (request === undefined) return original.apply(instance, args)
    let result: unknown
    try {
      result = original.apply(instance, args)
    } catch (error) {
      guard('observing an error', () => request.threw(error))
      throw error
    }
    guard('observing a request', request.taken)
    return result
  }
}

/** Looks on, and then does what the class does. */
export function lookingOn(look: (instance: object, args: readonly unknown[]) => void): Around {
  return (original, args, instance) => {
    guard('observing a socket', () => look(instance, args))
    return original.apply(instance, args)
  }
}

/**
 * Wraps a method, if there is one. An inherited one, as the emitter's are, is wrapped on this class alone and looked up
 * at each call. A method as a class has it is no constructor, and has the same name and number of parameters.
 */
export function wrapMethod(prototype: object, name: string, around: Around): void {
  const own = Object.getOwnPropertyDescriptor(prototype, name)?.value as Method | undefined
  const parent = Object.getPrototypeOf(prototype) as Record<string, Method | undefined>
  const original = own ?? parent[name]
  if (typeof original !== 'function') return
  const holder = {
    [name](this: object, ...args: unknown[]): unknown {
      return around(own ?? parent[name] ?? original, args, this)
    },
  }
  const value = holder[name] as Method
  Object.defineProperty(value, 'length', { value: original.length, configurable: true })
  Object.defineProperty(prototype, name, { configurable: true, writable: true, value })
}
