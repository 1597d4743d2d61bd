import { describe, expect, it } from 'vitest'

import { describeError, errorType } from './error-type.ts'

class APIConnectionTimeoutError extends Error {}

describe('errorType', () => {
  it.each([
    ['the HTTP status', Object.assign(new Error('429 slow down'), { status: 429 }), '429'],
    [
      'the class where there is no status',
      new APIConnectionTimeoutError('late'),
      'APIConnectionTimeoutError',
    ],
    [
      'the code of a plain error',
      Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED',
    ],
    ['the name of a platform error', new DOMException('stop', 'AbortError'), 'AbortError'],
    ['the name of a plain error', new Error('no'), 'Error'],
    [
      'nothing of a code that is a sentence',
      Object.assign(new Error('no'), { code: 'a b c' }),
      'Error',
    ],
    ['_OTHER for a thrown text', 'text', '_OTHER'],
    ['_OTHER for nothing', undefined, '_OTHER'],
  ])('is %s', (_what, error, type) => {
    expect(errorType(error)).toBe(type)
  })
})

it('always describes an error with a stack', () => {
  const bare = new APIConnectionTimeoutError('late')
  delete bare.stack
  expect([describeError(bare), describeError('text'), describeError(7)]).toEqual([
    {
      type: 'APIConnectionTimeoutError',
      message: 'late',
      stack: 'APIConnectionTimeoutError: late',
    },
    { type: 'string', message: 'text', stack: 'text' },
    { type: 'number', message: '', stack: '' },
  ])
})
