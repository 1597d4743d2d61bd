import { diag, DiagLogLevel } from '@opentelemetry/api'
import { afterEach, expect, it, vi } from 'vitest'

import { dailyBudget } from './daily-budget.ts'

const warn = vi.fn<(message: string) => void>()
const silent = (): undefined => undefined
diag.setLogger(
  { warn, error: silent, info: silent, debug: silent, verbose: silent },
  { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
)
afterEach(() => warn.mockClear())

it('lets through what fits into the day, says once that it does not, and begins anew at midnight UTC', () => {
  let now = Date.parse('2026-03-01T23:00:00Z')
  const { spend } = dailyBudget(100, () => now)
  expect([spend(60, false), spend(60, false), spend(40, false), spend(1, false)]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect(warn.mock.calls).toEqual([[expect.stringContaining('the 100 bytes of content')]])
  now = Date.parse('2026-03-02T00:00:00Z')
  expect(spend(100, false)).toBe(true)
  expect(spend(1, false)).toBe(false)
  expect(warn).toHaveBeenCalledTimes(2)
})

it('lets through what must be sent, and counts it', () => {
  const { spend } = dailyBudget(100, () => 0)
  expect([spend(90, true), spend(90, true), spend(1, false)]).toEqual([true, true, false])
})

it('has no limit where none was asked for', () => {
  expect(dailyBudget(undefined).spend(Number.MAX_SAFE_INTEGER, false)).toBe(true)
  expect(dailyBudget(0).spend(1, false)).toBe(false)
})
