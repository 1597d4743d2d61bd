import { describe, expect, it } from 'vitest'

import { describeError, errorType } from './error-type.ts'

class APIConnectionTimeoutError extends Error {}
class APIError extends Error {}

function failed(fields: object, error: Error = new APIError('no')): Error {
  return Object.assign(error, fields)
}

describe('errorType', () => {
  it.each([
    ['the HTTP status', failed({ status: 429, code: 'rate_limit_exceeded' }), '429'],
    ['the HTTP status of what is no Error', { status: 503 }, '503'],
    ['the code of the API', failed({ code: 'server_error' }), 'server_error'],
    ['the code of the platform', failed({ code: 'ECONNREFUSED' }, new Error('no')), 'ECONNREFUSED'],
    [
      'a code with a number in it',
      failed({ code: 'ERR_HTTP2_STREAM_ERROR' }),
      'ERR_HTTP2_STREAM_ERROR',
    ],
    ['a code that is an HTTP status', failed({ code: '401' }), '401'],
    ['the class', new APIConnectionTimeoutError('late'), 'APIConnectionTimeoutError'],
    ['the name of a platform error', new DOMException('stop', 'AbortError'), 'AbortError'],
    ['the name of a plain error', new Error('no'), 'Error'],
    ['the class, not a status that is none', failed({ status: 1_732_492_800 }), 'APIError'],
    ['the class, not a status that is a word', failed({ status: 'failed' }), 'APIError'],
    ['the class, not a code that is a number', failed({ code: 20 }), 'APIError'],
    ['the class, not a code that is a sentence', failed({ code: 'a b c' }), 'APIError'],
    ['the class, not a code that is empty', failed({ code: '' }), 'APIError'],
    ['the class, not a code of 65 letters', failed({ code: 'x_'.repeat(32) + 'x' }), 'APIError'],
    ['the class, not the id of a request', failed({ code: 'req_011CRk2Qz8' }), 'APIError'],
    ['the class, not a UUID', failed({ code: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' }), 'APIError'],
    ['the class, not a case number', failed({ code: '715-123420' }), 'APIError'],
    ['the class, not a hash', failed({ code: 'd41d8cd98f00b204e9800998ecf8427e' }), 'APIError'],
    ['_OTHER for a thrown text', 'text', '_OTHER'],
    ['_OTHER for a thrown object', {}, '_OTHER'],
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
