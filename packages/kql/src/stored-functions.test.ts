import { afterAll, describe, expect, it } from 'vitest'

import { createKql } from './kql.ts'
import { memorySource } from './source/memory.ts'

const kql = createKql({
  source: memorySource({
    T: { columns: [{ name: 'x', type: 'long' }], rows: [[1], [2], [3]] },
    U: { columns: [{ name: 'y', type: 'string' }], rows: [['a']] },
  }),
  functions: [
    { name: 'Above', parameters: 'least: long', body: 'T | where x > least' },
    { name: 'Twice', parameters: 'least: long', body: 'Above(least) | extend least' },
    { name: 'Any', parameters: 'rows: (*)', body: 'rows | take 1' },
    { name: 'Broken', parameters: '', body: 'T | where nothing > 1' },
    { name: 'Since', parameters: 'start: datetime', body: 'print start' },
  ],
})
afterAll(() => kql.close())

const rowsOf = async (query: string): Promise<unknown> => (await kql.run(query)).rows

const at = async (now: string): Promise<unknown> =>
  (await kql.run('Since(ago(1h))', { now: new Date(now) })).rows

describe('a stored function, analysed once', () => {
  it('takes the arguments of each call', async () => {
    expect(await rowsOf('Above(1)')).toEqual([[2], [3]])
    expect(await rowsOf('Above(2)')).toEqual([[3]])
    expect(await rowsOf('union Twice(0), Twice(2) | order by x asc, least asc')).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [3, 2],
    ])
  })

  it('has the columns of the table it is given', async () => {
    expect((await kql.run('Any(T)')).columns).toEqual([{ name: 'x', type: 'long' }])
    expect((await kql.run('Any(U)')).columns).toEqual([{ name: 'y', type: 'string' }])
  })

  it('reads the tables of the workspace, not what a query calls by their name', async () => {
    expect(await rowsOf('let T = datatable(x: long) [9]; Above(2)')).toEqual([[3]])
    expect(await rowsOf('let T = datatable(z: string) ["q"]; T')).toEqual([['q']])
    expect(await rowsOf('Above(2)')).toEqual([[3]])
  })

  it('has times that differ from call to call', async () => {
    expect(await at('2026-01-01T01:00:00Z')).not.toEqual(await at('2026-01-01T02:00:00Z'))
  })

  it.each(['Above()', 'Broken()'])('says in each query what is wrong with %s', async (query) => {
    const first = await kql.check(query)
    expect(first).toMatchObject([{ severity: 'error' }])
    expect(await kql.check(`${query} `)).toEqual(first)
    expect(await kql.check('Above(1)')).toEqual([])
  })
})
