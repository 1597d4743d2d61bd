import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

const turns = `datatable(turn:long, answer:string)[
  1, "Yes", 2, "Yes", 3, "No", 4, "Yes"] | sort by turn asc`

describe('scan', () => {
  it('reads what the last matching row had as the step’s state', async () => {
    expect(
      await kusto.rows(
        `${turns} | scan declare (run:long = 0) with (step s: true => run = iff(answer == "Yes", s.run + 1, 0);)`,
      ),
    ).toEqual([
      [1, 'Yes', 1],
      [2, 'Yes', 2],
      [3, 'No', 0],
      [4, 'Yes', 1],
    ])
  })

  it('leaves out rows that do not match, and reads a declared column by itself as its initial value', async () => {
    expect(
      await kusto.rows(
        `${turns} | scan declare (n:long = 10, path:string = "none") with (step s: answer == "Yes" => n = n + turn, path = strcat(s.path, ">", s.answer);)`,
      ),
    ).toEqual([
      [1, 'Yes', 11, 'none>'],
      [2, 'Yes', 12, 'none>>Yes'],
      [4, 'Yes', 14, 'none>>Yes>Yes'],
    ])
  })

  it('gives a declared column without a value its default, or nothing', async () => {
    expect(
      await kusto.rows(
        `${turns} | take 1 | scan declare (n:long = 7, m:long, t:string) with (step s: true;)`,
      ),
    ).toEqual([[1, 'Yes', 7, null, '']])
  })

  it('takes rows in the order of their making', async () => {
    expect(
      await kusto.rows(
        'range x from 1 to 3 step 1 | scan declare (sum:long = 0) with (step s: true => sum = x + s.sum;)',
      ),
    ).toEqual([
      [1, 1],
      [2, 3],
      [3, 6],
    ])
  })

  it('of two steps tells sessions by a step that gives no rows', async () => {
    const events = `datatable(t: timespan, e: string)[0m, "A", 1m, "A", 32m, "B", 36m, "C", 75m, "A"]`
    expect(
      await kusto.rows(
        `${events} | sort by t asc
        | scan with_match_id=id declare (start: timespan) with (
            step inside: true => start = iff(isnull(inside.start), t, inside.start);
            step end output=none: t - inside.start > 30m;)
        | project e, start, id`,
      ),
    ).toEqual([
      ['A', '00:00:00', 0],
      ['A', '00:00:00', 0],
      ['B', '00:32:00', 1],
      ['C', '00:32:00', 1],
      ['A', '01:15:00', 2],
    ])
  })

  it('of three steps follows a sequence, whose rows share a number', async () => {
    const events = `datatable(t: long, e: string)[0, "A", 1, "Start", 2, "B", 3, "D", 4, "Stop", 6, "C",
      8, "Start", 11, "E", 12, "Stop"]`
    expect(
      await kusto.rows(`${events} | sort by t asc | scan with_match_id=id with (
        step s1: e == "Start";
        step s2: e != "Start" and e != "Stop" and t - s1.t <= 5;
        step s3: e == "Stop" and t - s1.t <= 5;)`),
    ).toEqual([
      [1, 'Start', 0],
      [2, 'B', 0],
      [3, 'D', 0],
      [4, 'Stop', 0],
      [8, 'Start', 1],
      [11, 'E', 1],
      [12, 'Stop', 1],
    ])
  })

  it.each([
    'print x = 1 | scan declare (n:long = 0) with (step s: true => n = x;)',
    `${turns} | scan with (step s output=last: true;)`,
    `${turns} | scan with (step a: b.turn > 1; step b: true;)`,
  ])('refuses what is not known: %s', async (query) => {
    expect(['unsupported', 'semantic']).toContain(await kusto.refusal(query))
  })
})

describe('partition', () => {
  const parts = 'datatable(k: string, n: long)["a", 3, "b", 1, "a", 1, "", 5, "b", 2]'

  it('runs its subquery over the rows of each value', async () => {
    expect(await kusto.rows(`${parts} | partition by k (top 1 by n)`)).toEqual([
      ['a', 3],
      ['b', 2],
      ['', 5],
    ])
    expect(
      await kusto.rows(
        `${parts} | partition hint.strategy=native by k (sort by n asc | extend before = prev(n) | project k, n, before)`,
      ),
    ).toEqual([
      ['a', 1, null],
      ['a', 3, 1],
      ['b', 1, null],
      ['b', 2, 1],
      ['', 5, null],
    ])
    expect(
      await kusto.rows(
        `${parts} | partition by k (sort by n asc | scan declare (s: long = 0) with (step x: true => s = x.s + n;) | summarize max(s))`,
      ),
    ).toEqual([[4], [3], [5]])
  })

  it('gives nothing of nothing', async () => {
    expect(await kusto.rows(`${parts} | where false | partition by k (count)`)).toEqual([])
  })

  it('takes 64 values, or any number with the strategies for many', async () => {
    const many = 'range x from 1 to 65 step 1 | partition'
    expect(await kusto.refusal(`${many} by x (count)`)).toBe('runtime')
    expect(await kusto.rows(`${many} hint.strategy=shuffle by x (take 1) | count`)).toEqual([[65]])
  })

  it.each([
    `${parts} | partition by k { print x = 1 }`,
    `${parts} | partition by k (as P | extend t = toscalar(P | count))`,
  ])('refuses %s', async (query) => {
    expect(await kusto.refusal(query)).toBe('unsupported')
  })
})

describe('any rows', () => {
  const table = 'datatable(g: string, v: long)["a", 1, "b", 5, "a", 2, "c", 1, "b", 1]'

  it('are the first ones', async () => {
    expect(await kusto.rows(`${table} | sample 2 | project v`)).toEqual([[1], [5]])
    expect(await kusto.rows(`${table} | sample-distinct 2 of g`)).toEqual([['a'], ['b']])
    expect(await kusto.rows(`${table} | sample-distinct 9 of v`)).toEqual([[1], [5], [2]])
    expect(await kusto.rows(`${table} | sample 0`)).toEqual([])
  })

  it('of the greatest count or sum are exact', async () => {
    expect(await kusto.rows(`${table} | top-hitters 1 of g by v`)).toEqual([['b', 6]])
    expect(await kusto.rows(`${table} | top-hitters 2 of g | sort by g asc`)).toEqual([
      ['a', 2],
      ['b', 2],
    ])
  })
})
