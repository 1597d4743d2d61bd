import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

const calls = 'datatable(id:string, d:dynamic)["a", dynamic([3, 1, 2]), "b", dynamic([5])]'

describe('mv-apply', () => {
  it('runs the subquery once a row, over the elements of that row', async () => {
    expect(
      await kusto.rows(`${calls} | mv-apply v = d to typeof(long) on (top 2 by v | project v)
        | project id, v`),
    ).toEqual([
      ['a', 3],
      ['a', 2],
      ['b', 5],
    ])
    expect(
      await kusto.rows(`${calls} | mv-apply v = d on (summarize total = sum(toint(v)), n = count())
        | project-away d`),
    ).toEqual([
      ['a', 6, 3],
      ['b', 5, 1],
    ])
  })

  it('shows the row’s own columns to the subquery, which may say them anew', async () => {
    expect(
      await kusto.rows(
        `${calls} | mv-apply with_itemindex=i v = d on (where i == 0 | extend id = strcat(id, v)) | project id`,
      ),
    ).toEqual([['a3'], ['b5']])
  })

  it('gives no row for an empty array, and refuses where the subquery would', async () => {
    const empty = 'print d = dynamic([])'
    expect(await kusto.rows(`${empty} | mv-apply v = d on (where true)`)).toEqual([])
    expect(await kusto.refusal(`${empty} | mv-apply v = d on (summarize count())`)).toBe(
      'unsupported',
    )
  })

  it('nests', async () => {
    expect(
      await kusto.rows(`print d = dynamic([[1, 2], [3]])
        | mv-apply list = d on (mv-apply v = list on (summarize s = sum(toint(v))) | summarize m = max(s))
        | project m`),
    ).toEqual([[3]])
  })
})
