import { describe, expect, it } from 'vitest'

import { errorClass, isOfClass, nameErrorClasses } from './error-class.ts'

/** As a bundler leaves them: the names of exports and of static members stay, those of the classes do not. */
class a extends Error {}
class b extends a {}
class c extends a {}
nameErrorClasses({ ClientError: a, ClientTimeoutError: b, create: () => undefined, OddError: 7 })

class Kept extends Error {}
class Child extends Kept {}
nameErrorClasses({ KeptError: Kept, ChildError: undefined })

class PlainError extends Error {}
class BelowPlainError extends PlainError {}
nameErrorClasses({ PlainError })

describe('errorClass', () => {
  it.each([
    ['the name that it was given', new b('late'), 'ClientTimeoutError'],
    ['that of the class above it, where that was renamed', new c('new'), 'ClientError'],
    ['that of the class above it, whatever that is called now', new Child('new'), 'KeptError'],
    ['its own below a class that kept its name', new BelowPlainError('no'), 'BelowPlainError'],
    ['what the language calls it', new TypeError('no'), 'TypeError'],
    ['what the error calls itself', Object.assign(new c('no'), { name: 'x' }), 'ClientError'],
    [
      'what an error of an unknown class calls itself',
      Object.assign(new (class extends Error {})('no'), { name: 'ConnectTimeoutError' }),
      'ConnectTimeoutError',
    ],
    ['no sentence', Object.assign(new TypeError('no'), { name: 'no such thing' }), 'TypeError'],
    ['the name of a platform error', new DOMException('stop', 'TimeoutError'), 'TimeoutError'],
    ['the name without a class', Object.assign(new Error('no'), { constructor: 7 }), 'Error'],
  ])('is %s', (_what, error, name) => {
    expect(errorClass(error)).toBe(name)
  })
})

it('knows the classes above by their own names', () => {
  expect(isOfClass(new c('no'), 'ClientError')).toBe(true)
  expect(isOfClass(new PlainError('no'), 'Error')).toBe(true)
  expect(isOfClass(new PlainError('no'), 'ClientError')).toBe(false)
})
