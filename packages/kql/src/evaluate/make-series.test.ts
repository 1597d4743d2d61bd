import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

const sales = `datatable(t:datetime, g:string, v:long, r:real)[
  datetime(2021-01-01 12:00), "a", 10, 0.5,
  datetime(2021-01-03), "a", long(null), 1.5,
  datetime(2021-01-03 23:00), "b", 5, real(null),
  datetime(2021-02-01), "b", 100, 9.5,
  datetime(null), "a", 1000, 9.5]`
const days = ['2021-01-01', '2021-01-02', '2021-01-03'].map((day) => `${day}T00:00:00.0000000Z`)
const range = 'on t from datetime(2021-01-01) to datetime(2021-01-04) step 1d'

describe('make-series', () => {
  it('puts the bins of a key side by side, from its start up to and without its end', async () => {
    expect(
      await kusto.rows(`${sales} | make-series n = count(), sum(v) default = -1 ${range} by g`),
    ).toEqual([
      ['a', [1, 0, 1], [10, -1, 0], days],
      ['b', [0, 0, 1], [-1, -1, 5], days],
    ])
  })

  it.each([
    ['sum(v)', [10, 0, 5]],
    ['max(v) default = long(null)', [10, 0, 5]],
    ['avg(r)', [0.5, 0, 1.5]],
    ['avg(r) default = real(null)', [0.5, null, 1.5]],
    ['round(100.0 * countif(v > 5) / count(), 1)', [100, 0, 0]],
    ['dcount(g)', [1, 0, 2]],
  ])('gives for %s %j', async (aggregate, expected) => {
    expect(await kusto.rows(`${sales} | make-series x = ${aggregate} ${range}`)).toEqual([
      [expected, days],
    ])
  })

  it.each([
    [
      'on x from 1 to 6 step 2',
      [
        [3, 12, 5],
        [1, 3, 5],
      ],
    ],
    [
      'on x from 2 to 7 step 2',
      [
        [5, 14, 0],
        [2, 4, 6],
      ],
    ],
    [
      'on x step 2',
      [
        [1, 5, 14],
        [0, 2, 4],
      ],
    ],
    ['on x from 5 step 2', [[5], [5]]],
    [
      'on x to 4 step 2',
      [
        [1, 5],
        [0, 2],
      ],
    ],
  ])('counts its bins from the start, or from zero without one: %s', async (bounds, expected) => {
    const table = 'datatable(x:long, v:long)[5, 5, 1, 1, 2, 2, 3, 3, 4, 9]'
    expect(await kusto.rows(`${table} | make-series sum(v) ${bounds}`)).toEqual([expected])
  })

  it('gives no row where the range holds none', async () => {
    const bounds = 'on t from datetime(2021-01-01) to datetime(2021-01-01) step 1d'
    expect(await kusto.rows(`${sales} | make-series count() ${bounds}`)).toEqual([])
  })

  it('gives one row of defaults there when asked to', async () => {
    const empty = 'range t from datetime(2021-01-01) to datetime(2021-01-03) step 1d | where false'
    const bounds = 'on t from datetime(2021-01-01) to datetime(2021-01-03) step 1d'
    expect(
      await kusto.rows(`${empty} | make-series kind=nonempty n = count() default = 5 ${bounds}`),
    ).toEqual([
      [
        [5, 5],
        ['2021-01-01T00:00:00.0000000Z', '2021-01-02T00:00:00.0000000Z'],
      ],
    ])
    expect(
      await kusto.refusal(`${empty} | make-series kind=nonempty n = count() ${bounds} by k = 1`),
    ).toBe('unsupported')
  })

  it('takes bounds that are computed', async () => {
    expect(
      await kusto.rows(`let T = ${sales}; let opening = toscalar(T | summarize min(t));
        T | make-series n = count() on t from startofday(opening) to (startofday(opening) + 3d) step 1d`),
    ).toEqual([[[1, 0, 2], days]])
  })

  it('feeds mv-expand and functions of arrays', async () => {
    expect(
      await kusto.rows(`${sales} | make-series n = count() ${range} | extend total = array_sum(n)
        | mv-expand t to typeof(datetime), n to typeof(long) | where n > 1`),
    ).toEqual([[2, '2021-01-03T00:00:00.0000000Z', 3]])
  })

  it.each([
    ['make-series count() on t step 0d', 'runtime'],
    ['make-series count() on t from datetime(null) to datetime(2021-01-02) step 1d', 'runtime'],
    [
      'make-series count() on t from datetime(2021-01-01) to datetime(2022-01-01) step 1tick',
      'runtime',
    ],
    ['make-series count() on r step 0.5', 'unsupported'],
    ['make-series max(t) on t step 1d', 'unsupported'],
    ['where false | make-series kind=nonempty count() on t step 1d', 'unsupported'],
    [
      'make-series count() on t in range(datetime(2021-01-01), datetime(2021-01-02), 1d)',
      'unsupported',
    ],
  ])('is refused: %s', async (operator, code) => {
    expect(await kusto.refusal(`${sales} | ${operator}`)).toBe(code)
  })
})
