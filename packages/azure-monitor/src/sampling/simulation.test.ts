import { expect, it } from 'vitest'

import { simulate } from './simulation.ts'

/** `KANSOKU_SIMULATED_CALLS=1000000` for the figures of docs/decisions/sampling.md. */
const CALLS = Number(process.env['KANSOKU_SIMULATED_CALLS'] ?? 10_000)
const TIMEOUT_MILLIS = 20_000 + CALLS / 10

it.each([
  ['one in 10', { ratio: 0.1 }],
  ['one in 100', { ratio: 0.01 }],
])(
  'keeps %s so that its rows tell the truth',
  async (_, options) => {
    const { groups, lost, mattering, rows, torn } = await simulate(CALLS, options)
    expect({ lost, torn }).toEqual({ lost: 0, torn: 0 })
    expect(mattering).toBeGreaterThan(CALLS / 100)
    expect(rows).toBeLessThan(CALLS / 2)
    expect(Object.keys(groups)).toHaveLength(8)
    expect(Object.values(groups).filter(({ sigmas }) => Math.abs(sigmas) > 3)).toEqual([])
  },
  TIMEOUT_MILLIS,
)

it(
  'loses nothing that matters and still counts rightly where there is hardly room to wait',
  async () => {
    const { groups, lost, torn } = await simulate(CALLS, { ratio: 0.1, maxItems: 100 })
    expect(lost).toBe(0)
    // Some failed only when the calls before them had been decided.
    expect(torn).toBeGreaterThan(0)
    expect(Object.values(groups).filter(({ sigmas }) => Math.abs(sigmas) > 3)).toEqual([])
  },
  TIMEOUT_MILLIS,
)
