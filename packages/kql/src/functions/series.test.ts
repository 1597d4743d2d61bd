import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

describe('a series', () => {
  it.each([
    ['series_fill_forward(dynamic([null, 1, null, 3]))', [null, 1, 1, 3]],
    ['series_fill_backward(dynamic([null, 1, null, 3, null]))', [1, 1, 3, 3, null]],
    ['series_fill_linear(dynamic([null, 1, null, null, 4, null]))', [1, 1, 2, 3, 4, 4]],
    ['series_fill_linear(dynamic([1, "x"]))', null],
    ['series_fir(dynamic([1, 2, 3]), dynamic([1, 1]))', [0.5, 1.5, 2.5]],
    ['series_fir(dynamic([1, 2, 4]), dynamic([1, -1]), false, false)', [1, 1, 2]],
    ['series_iir(dynamic([1, 2, 3]), dynamic([1]), dynamic([1, -1]))', [1, 3, 6]],
    ['round(series_pearson_correlation(dynamic([1, 2, 3]), dynamic([2, 1, 0])), 9)', -1],
    [
      'series_stats_dynamic(dynamic([3, null, 1]))',
      {
        min: 1,
        min_idx: 2,
        max: 3,
        max_idx: 0,
        avg: 2,
        stdev: Math.SQRT2,
        variance: 2,
        sum: 4,
        len: 3,
      },
    ],
  ])('%s', async (expression, expected) => {
    expect(await kusto.value(expression)).toEqual(expected)
  })

  it('refuses what is not known: marks for what is missing, a filter around a center', async () => {
    for (const call of [
      'series_fill_forward(dynamic([0, 1]), 0)',
      'series_fir(dynamic([1]), dynamic([1]), true, true)',
    ])
      expect(await kusto.refusal(`print ${call}`)).toBe('unsupported') // oxlint-disable-line no-await-in-loop
  })
})
