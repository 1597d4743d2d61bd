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
const kusto = evaluator(createKql({ source: memorySource({ Log: { columns, rows } }) }))
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

describe('a star', () => {
  it('in "where" stands for any column', async () => {
    expect(await kusto.rows('Log | where * has "507" | project Text')).toEqual([['disk full']])
  })
})
