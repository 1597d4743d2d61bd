import { afterAll, describe, expect, it } from 'vitest'

import { createKql, memorySource } from '../index.ts'
import { evaluator } from '../testing/evaluate.ts'

const rows = [
  { Text: 'disk full', Code: 507 },
  { Text: 'Disks fail', Code: 500 },
  { Text: 'ok', Code: 200 },
]
const columns = [
  { name: 'Text', type: 'string' },
  { name: 'Code', type: 'int' },
] as const
const other = {
  columns: [
    { name: 'Text', type: 'string' },
    { name: 'Name', type: 'string' },
    { name: 'Code', type: 'string' },
  ],
  rows: [['full', 'x', '500']],
} as const
const kusto = evaluator(
  createKql({ source: memorySource({ Log: { columns, rows }, Other: other }) }),
)
afterAll(() => kusto.close())

const codes = async (condition: string): Promise<unknown> =>
  (await kusto.rows(`Log | search ${condition} | project Code`)).flat()

describe('search', () => {
  it('finds a term in any column, as a word, in any case', async () => {
    expect(await kusto.rows('Log | search "DISK"')).toEqual([['Log', 'disk full', 507]])
    expect(await codes('"500"')).toEqual([500])
  })

  it('reads a star at either end as the rest of a word', async () => {
    expect(await codes('"disk*"')).toEqual([507, 500])
    expect(await codes('"*ull"')).toEqual([507])
    expect(await codes('"*is*"')).toEqual([507, 500])
    expect(await codes('"*"')).toEqual([507, 500, 200])
  })

  it('tells cases apart where asked to, and takes a column of its own', async () => {
    expect(await codes('kind=case_sensitive "Disks"')).toEqual([500])
    expect(await codes('Text:"ok" or (Code > 500 and "full")')).toEqual([507, 200])
  })

  it('takes a negated term', async () => {
    expect(await codes('not("disk*") and not("fail")')).toEqual([200])
  })

  it('refuses a star inside a term', async () => {
    expect(await kusto.refusal('Log | search "d*k"')).toBe('unsupported')
  })
})

describe('search without a pipe', () => {
  it('looks into all tables, whose columns it unites', async () => {
    expect(await kusto.rows('search "full"')).toEqual([
      ['Log', 'disk full', 507, '', ''],
      ['Other', 'full', null, '500', 'x'],
    ])
  })

  it('looks into some', async () => {
    expect(await kusto.rows('search in (Log) "ok"')).toEqual([['Log', 'ok', 200]])
    expect(
      await kusto.rows('search in (Log, O*) Text has "full" | summarize count() by $table'),
    ).toEqual([
      ['Log', 1],
      ['Other', 1],
    ])
  })

  it('looks into views of the query', async () => {
    const views =
      'let V = view () { let n = 3; print Text = "full", Zone = n }; let F = () { print Text = "full" };'
    expect(await kusto.rows(`${views} search "full" | project $table, Zone`)).toEqual([
      ['Log', null],
      ['Other', null],
      ['V', 3],
    ])
    expect(await kusto.rows(`${views} find "full" project Text | count`)).toEqual([[3]])
  })

  it('finds nothing by a column that a table has not, and refuses a negation on it', async () => {
    expect(await kusto.rows('search Name == "x" or Text == "ok" | project $table')).toEqual([
      ['Log'],
      ['Other'],
    ])
    expect(await kusto.refusal('search Name != "x"')).toBe('unsupported')
  })
})

describe('find', () => {
  it('gives the columns that it is asked for, and the table', async () => {
    expect(
      await kusto.rows('find in (Log, Other) where Text has "full" project Text, Name'),
    ).toEqual([
      ['Log', 'disk full', ''],
      ['Other', 'full', 'x'],
    ])
    expect(await kusto.rows('find withsource=where_ in (Log) where Code == 200')).toEqual([
      ['Log', 'ok', 200],
    ])
    expect(await kusto.rows('find "fail" project Text')).toEqual([['Log', 'Disks fail']])
  })

  it.each(['find where Text has "full"', 'find in (Log) where Code > 1 project Code: string'])(
    'refuses %s',
    async (query) => {
      expect(await kusto.refusal(query)).toBe('unsupported')
    },
  )
})

describe('a star', () => {
  it('in "where" stands for any column', async () => {
    expect(await kusto.rows('Log | where * has "507" | project Text')).toEqual([['disk full']])
  })
})
