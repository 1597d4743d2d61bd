import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

const left = 'let L = datatable(k:long, l:string)[1, "a", 1, "b", 2, "c", long(null), "n"];'
const right = 'let R = datatable(k:long, r:string)[1, "x", 1, "y", 3, "z", long(null), "m"];'

describe('a join', () => {
  it.each([
    [
      'innerunique',
      [
        [1, 'a', 1, 'x'],
        [1, 'a', 1, 'y'],
        [null, 'n', null, 'm'],
      ],
    ],
    [
      'inner',
      [
        [1, 'a', 1, 'x'],
        [1, 'a', 1, 'y'],
        [1, 'b', 1, 'x'],
        [1, 'b', 1, 'y'],
        [null, 'n', null, 'm'],
      ],
    ],
    [
      'leftouter',
      [
        [1, 'a', 1, 'x'],
        [1, 'a', 1, 'y'],
        [1, 'b', 1, 'x'],
        [1, 'b', 1, 'y'],
        [2, 'c', null, ''],
        [null, 'n', null, 'm'],
      ],
    ],
    [
      'rightouter',
      [
        [1, 'a', 1, 'x'],
        [1, 'a', 1, 'y'],
        [1, 'b', 1, 'x'],
        [1, 'b', 1, 'y'],
        [null, 'n', null, 'm'],
        [null, '', 3, 'z'],
      ],
    ],
    [
      'fullouter',
      [
        [1, 'a', 1, 'x'],
        [1, 'a', 1, 'y'],
        [1, 'b', 1, 'x'],
        [1, 'b', 1, 'y'],
        [2, 'c', null, ''],
        [null, 'n', null, 'm'],
        [null, '', 3, 'z'],
      ],
    ],
    [
      'leftsemi',
      [
        [1, 'a'],
        [1, 'b'],
        [null, 'n'],
      ],
    ],
    ['leftanti', [[2, 'c']]],
    [
      'rightsemi',
      [
        [1, 'x'],
        [1, 'y'],
        [null, 'm'],
      ],
    ],
    ['rightanti', [[3, 'z']]],
  ])('%s keeps the rows of its kind; null meets null', async (kind, expected) => {
    expect(await kusto.rows(`${left} ${right} L | join kind=${kind} R on k`)).toEqual(expected)
  })

  it('on expressions of both sides and several keys tells ("a", "bc") from ("ab", "c")', async () => {
    expect(
      await kusto.rows(`datatable(a:string, b:string)["a", "bc", "ab", "c"]
        | join kind=inner (datatable(c:string, d:string)["ab", "c"]) on $left.a == $right.c, $left.b == $right.d`),
    ).toEqual([['ab', 'c', 'ab', 'c']])
  })

  it('by lookup drops the right keys', async () => {
    expect(await kusto.rows(`${left} ${right} L | lookup R on k | where k == 1 or k == 2`)).toEqual(
      [
        [1, 'a', 'x'],
        [1, 'a', 'y'],
        [1, 'b', 'x'],
        [1, 'b', 'y'],
        [2, 'c', ''],
      ],
    )
  })
})

describe('summarize', () => {
  it.each([
    ['count()', 0],
    ['sum(x)', 0],
    ['avg(x)', 'NaN'],
    ['min(x)', null],
    ['stdev(x)', 0],
    ['dcount(x)', 0],
    ['percentile(x, 50)', null],
    ['make_list(x)', []],
    ['make_set(x)', []],
    ['make_bag(bag_pack("a", x))', {}],
    ['countif(x > 1)', 0],
  ])('over no rows gives for %s %j', async (aggregate, expected) => {
    const rows = await kusto.rows(`datatable(x:long)[1] | where x > 1 | summarize ${aggregate}`)
    expect(rows).toEqual([[expected]])
  })

  it.each([
    ['count(), sum(x), avg(x), min(x), max(x)', [4, 6, 2, 1, 3]],
    ['dcount(x), countif(x > 1), sumif(x, x > 1), avgif(x, x > 1)', [3, 2, 5, 2.5]],
    [
      'make_list(x), make_list_with_nulls(x), make_set(x % 2)',
      [
        [3, 1, 2],
        [3, null, 1, 2],
        [1, 0],
      ],
    ],
    ['percentile(x, 50), percentile(x, 100), variance(x), stdev(x)', [2, 3, 1, 1]],
    ['arg_max(x, s)', [3, 'a']],
    ['arg_min(x, *)', [1, 'c']],
    ['make_list(s, 2), take_any(s)', [['a', 'b'], 'a']],
    ['round(100.0 * countif(x > 1) / count(), 1)', [50]],
  ])('skips nulls in %s', async (aggregates, expected) => {
    const table = 'datatable(x:long, s:string)[3, "a", long(null), "b", 1, "c", 2, "d"]'
    expect(await kusto.rows(`${table} | summarize ${aggregates}`)).toEqual([expected])
  })

  it('groups null, NaN and empty text, and bins of time', async () => {
    expect(
      await kusto.rows(`datatable(t:datetime, x:real)[datetime(2020-01-01 00:10), real(nan),
        datetime(2020-01-01 00:50), real(nan), datetime(null), 1.0, datetime(2020-01-01 01:00), real(null)]
        | summarize count() by bin(t, 1h), x`),
    ).toEqual([
      ['2020-01-01T00:00:00.0000000Z', 'NaN', 2],
      [null, 1, 1],
      ['2020-01-01T01:00:00.0000000Z', null, 1],
    ])
  })
})

describe('an operator', () => {
  const table = 'datatable(x:long, s:string)[2, "Café", long(null), "cafe", 1, "CAFE", 3, "café"]'
  it.each([
    ['sort by x', [[3], [2], [1], [null]]],
    ['sort by x asc', [[null], [1], [2], [3]]],
    ['sort by x asc nulls last', [[1], [2], [3], [null]]],
    ['top 2 by x asc nulls last', [[1], [2]]],
    ['take 1', [[2]]],
    ['where x != 1', [[2], [null], [3]]],
    ['where not(x == 1)', [[2], [null], [3]]],
    ['where x > 1', [[2], [3]]],
    ['extend x = x * 2 | where x > 2', [[4], [6]]],
    ['distinct x', [[2], [null], [1], [3]]],
    ['sort by x asc nulls last | extend x = prev(x, 1, 0)', [[0], [1], [2], [3]]],
    ['sort by x asc nulls last | extend x = next(x)', [[2], [3], [null], [null]]],
    ['serialize total = row_cumsum(x) | project total', [[2], [2], [3], [6]]],
    ['serialize n = row_number(10) | project n', [[10], [11], [12], [13]]],
    ['count', [[4]]],
  ])('%s gives %j', async (operators, expected) => {
    const rows = await kusto.rows(`${table} | ${operators}`)
    expect(rows.map((row) => row.slice(0, 1))).toEqual(expected)
  })

  it('names the columns of its input and their types', async () => {
    const schema = 'extend t = now(), span = 1d, r = 0.5, d = dynamic(1), i = int(1) | getschema'
    expect(await kusto.rows(`${table} | ${schema}`)).toEqual([
      ['x', 0, 'System.Int64', 'long'],
      ['s', 1, 'System.String', 'string'],
      ['t', 2, 'System.DateTime', 'datetime'],
      ['span', 3, 'System.TimeSpan', 'timespan'],
      ['r', 4, 'System.Double', 'real'],
      ['d', 5, 'System.Object', 'dynamic'],
      ['i', 6, 'System.Int32', 'int'],
    ])
    expect(await kusto.refusal('print b = true | getschema')).toBe('unsupported')
  })

  it('sorts text by code unit', async () => {
    expect(await kusto.rows(`${table} | sort by s asc | project s`)).toEqual([
      ['CAFE'],
      ['Café'],
      ['cafe'],
      ['café'],
    ])
  })

  it.each([
    [
      'mv-expand d',
      [
        [1, 1],
        [1, 'x'],
        [3, null],
        [4, 5],
      ],
    ],
    [
      'mv-expand i = d to typeof(string) | project k, i',
      [
        [1, '1'],
        [1, 'x'],
        [3, ''],
        [4, '5'],
      ],
    ],
    [
      'mv-expand with_itemindex=n d | project n, d',
      [
        [0, 1],
        [1, 'x'],
        [0, null],
        [0, 5],
      ],
    ],
  ])(
    '%s makes rows of elements: none for an empty array, one for null',
    async (operator, expected) => {
      const rows = await kusto.rows(
        `datatable(k:long, d:dynamic)[1, dynamic([1, "x"]), 2, dynamic([]), 3, dynamic(null), 4, dynamic(5)] | ${operator}`,
      )
      expect(rows).toEqual(expected)
    },
  )

  it('unites by name and type, and tells where rows come from', async () => {
    expect(
      await kusto.rows(`let A = datatable(x:long, s:string)[1, "a"];
        let B = datatable(x:long, y:real)[2, 0.5];
        union withsource=from A, B | sort by x asc`),
    ).toEqual([
      ['union_arg0', 1, 'a', null],
      ['union_arg1', 2, '', 0.5],
    ])
  })

  it('splits a column of two types in a union', async () => {
    expect(
      await kusto.rows('union (print x = 1), (print x = "a") | project x_long, x_string'),
    ).toEqual([
      [1, ''],
      [null, 'a'],
    ])
  })

  it('runs queries inside expressions once, before the query that reads them', async () => {
    expect(
      await kusto.rows(`let T = materialize(range x from 1 to 4 step 1);
        T | where x in ((T | where x % 2 == 0)) | extend most = toscalar(T | summarize max(x))`),
    ).toEqual([
      [2, 4],
      [4, 4],
    ])
  })
})

describe('count', () => {
  it('of a value counts all rows, as the engine does and its analyser does not', async () => {
    expect(
      await kusto.rows('datatable(x:long)[1, long(null)] | summarize all = count(), of = count(x)'),
    ).toEqual([[2, 2]])
  })

  it('of a bool is refused, its answer not being known', async () => {
    expect(await kusto.refusal('range x from 1 to 3 step 1 | summarize count(x > 1)')).toBe(
      'unsupported',
    )
  })
})
