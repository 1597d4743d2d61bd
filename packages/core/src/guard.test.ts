import { diag, DiagLogLevel } from '@opentelemetry/api'
import { afterEach, expect, it } from 'vitest'

import { guard } from './guard.ts'

afterEach(() => diag.disable())

it('says what failed, how and where, and nothing of what the error quotes', () => {
  const said: unknown[][] = []
  const say = (...all: unknown[]): void => void said.push(all)
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  )
  said.length = 0
  const cycle: Record<string, unknown> = {}
  cycle['secret'] = { secret: cycle }
  expect(guard('reading', () => JSON.stringify(cycle))).toBeUndefined()
  expect(
    guard('asking', () => {
      throw 'a secret' // oxlint-disable-line no-throw-literal -- applications do
    }),
  ).toBeUndefined()
  guard('quoting', () => {
    throw new RangeError('no\n    at secret (secret.ts:1:1)')
  })
  guard('hiding', () => {
    throw Object.defineProperty(new Error('x'), 'message', {
      get: () => JSON.parse('secret') as never,
    })
  })
  expect(said).toEqual([
    ['kansoku: reading failed', 'TypeError', expect.stringMatching(/^at /)],
    ['kansoku: asking failed', 'string'],
    ['kansoku: quoting failed', 'RangeError', expect.stringMatching(/^at .*guard/)],
    ['kansoku: hiding failed', 'an error that cannot be read'],
  ])
  expect(JSON.stringify(said)).not.toContain('secret')
})

it('goes on where the logger of the application fails, too', () => {
  diag.setLogger(
    { error: fail, warn: fail, info: fail, debug: fail, verbose: fail },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  )
  expect(guard('reading', () => JSON.parse('no JSON') as unknown)).toBeUndefined()
})

function fail(): never {
  throw new Error('no log')
}
