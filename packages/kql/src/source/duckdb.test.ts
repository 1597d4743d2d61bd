import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createKql, duckdbSource, type Kql, type KqlColumn, type TableSource } from '../index.ts'
import { selectOf } from './duckdb-select.ts'

const columns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Name', type: 'string' },
  { name: 'Count', type: 'int' },
  { name: 'Total', type: 'long' },
  { name: 'Seconds', type: 'real' },
  { name: 'Ok', type: 'bool' },
  { name: 'Span', type: 'timespan' },
  { name: 'Id', type: 'guid' },
  { name: 'Bag', type: 'dynamic' },
] as const satisfies readonly KqlColumn[]

let instance: DuckDBInstance
let writer: DuckDBConnection
let given: DuckDBConnection[]
let source: TableSource
let shared: Kql

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
  writer = await instance.connect()
  given = []
  source = duckdbSource({
    connection: async () => {
      const connection = await instance.connect()
      given.push(connection)
      return connection
    },
    tables: { Rows: columns, 'odd "name"': [{ name: 'a "b"', type: 'string' }] },
  })
  shared = createKql({ source })
  await writer.run(`CREATE TABLE "Rows" ("TimeGenerated" TIMESTAMP, "Name" VARCHAR, "Count" INTEGER, "Total" BIGINT,
    "Seconds" DOUBLE, "Ok" BOOLEAN, "Span" BIGINT, "Id" VARCHAR, "Bag" VARCHAR)`)
  await writer.run(`INSERT INTO "Rows" VALUES
    ('2026-01-01 00:00:00.000001', 'a''b', 1, 9007199254740993, 'nan', true, 10000000,
     'AAAAAAAA-0000-0000-0000-000000000001', '{"n":1.0}'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`)
  await writer.run(`CREATE TABLE "odd ""name""" ("a ""b""" VARCHAR)`)
  await writer.run(`INSERT INTO "odd ""name""" VALUES ('x')`)
})
afterAll(async () => {
  await shared.close()
  writer.closeSync()
  instance.closeSync()
})

describe('cells of a DuckDB table', () => {
  it('arrive in the forms of the engine, NULL as null and in strings as empty text', async () => {
    const { rows } = await shared.run('Rows | extend inner = gettype(Bag.n)')
    expect(rows).toEqual([
      [
        639_028_224_000_000_010n,
        "a'b",
        1,
        9007199254740993n,
        Number.NaN,
        true,
        10_000_000n,
        'aaaaaaaa-0000-0000-0000-000000000001',
        { n: 1 },
        'double',
      ],
      [null, '', null, null, null, null, null, null, null, 'null'],
    ])
  })

  it('come from tables and columns whose names need quoting', async () => {
    const { rows } = await shared.run(`['odd "name"'] | where ['a "b"'] == "x"`)
    expect(rows).toEqual([['x']])
  })
})

describe('the SQL of a scan', () => {
  it.each([
    ['no column where rows are only counted', { columns: [] }, 'SELECT 1 FROM "Rows"'],
    [
      'times as microseconds',
      { columns: ['TimeGenerated', 'Name'] },
      'SELECT epoch_us("TimeGenerated"), "Name" FROM "Rows"',
    ],
    [
      'the time range in whole microseconds inside the bounds',
      { columns: ['Name'], from: 621_355_968_000_000_005n, to: 621_355_968_000_000_015n },
      'SELECT "Name" FROM "Rows" WHERE "TimeGenerated" >= make_timestamp(1) AND "TimeGenerated" <= make_timestamp(1)',
    ],
    [
      'NULL where empty text is wanted',
      { columns: ['Name'], equals: [{ column: 'Name', values: ["it's", ''] }] },
      `SELECT "Name" FROM "Rows" WHERE ("Name" IN ('it''s', '') OR "Name" IS NULL)`,
    ],
    [
      'equalities of numbers',
      { columns: ['Name'], equals: [{ column: 'Count', values: [1, 2] }] },
      'SELECT "Name" FROM "Rows" WHERE "Count" IN (1, 2)',
    ],
    [
      'pieces of text in lower case',
      { columns: ['Count'], contains: [{ column: 'Name', text: "It's" }] },
      `SELECT "Count" FROM "Rows" WHERE contains(lower("Name"), 'it''s')`,
    ],
    [
      'words in JSON, where no escape can hide them',
      { columns: ['Count'], contains: [{ column: 'Bag', text: 'Yes' }] },
      `SELECT "Count" FROM "Rows" WHERE (contains(lower("Bag"), 'yes') OR contains("Bag", '\\u'))`,
    ],
    [
      'no signs in JSON, and nothing that may stand for a number',
      {
        columns: ['Count'],
        contains: ['a b', '12', 'e', 'NaN'].map((text) => ({ column: 'Bag', text })),
      },
      'SELECT "Count" FROM "Rows"',
    ],
    [
      'nothing of a property that has no column',
      { columns: ['Count'], equals: [{ column: 'Bag', key: 'k', values: ['x'] }] },
      'SELECT "Count" FROM "Rows"',
    ],
    [
      'false where no value is wanted',
      { columns: ['Name'], equals: [{ column: 'Name', values: [] }] },
      'SELECT "Name" FROM "Rows" WHERE false',
    ],
  ])('asks for %s', (_what, want, sql) => {
    const table = { name: 'Rows', columns, bags: [], promoted: () => undefined }
    expect(selectOf(table, want).sql).toBe(sql)
  })
})

describe('a query over DuckDB', () => {
  it('sees one state of the data in all its scans', async () => {
    let scans = 0
    const writing: TableSource = {
      ...source,
      async snapshot() {
        const snapshot = await (source.snapshot as NonNullable<typeof source.snapshot>)()
        return {
          ...snapshot,
          async *scan(table, want) {
            yield* snapshot.scan(table, want)
            if (++scans === 1) await writer.run(`INSERT INTO "Rows" ("Name") VALUES ('late')`)
          },
        }
      },
    }
    const kql = createKql({ source: writing })
    const query = 'print before = toscalar(Rows | count), after = toscalar(Rows | count)'
    const during = await kql.run(query)
    const afterwards = await kql.run(query)
    await kql.close()
    await writer.run(`DELETE FROM "Rows" WHERE "Name" = 'late'`)
    expect([during.rows, afterwards.rows]).toEqual([[[2, 2]], [[3, 3]]])
  })

  it('joins, unites and cuts short over one connection, and closes it', async () => {
    given.length = 0
    const { rows } = await shared.run(`union (Rows | take 1), (Rows | where Count == 1)
      | join kind=inner (Rows | join kind=leftouter Rows on Name | take 5) on Name | count`)
    expect(rows).toEqual([[2]])
    expect(given).toHaveLength(1)
    await expect(given[0]?.run('SELECT 1')).rejects.toThrow(/.+/u)
  })

  it('closes its connection when the query fails', async () => {
    given.length = 0
    const kql = createKql({ source, limits: { rows: 1 } })
    await expect(kql.run('Rows')).rejects.toMatchObject({ code: 'limit' })
    await kql.close()
    await expect(given[0]?.run('SELECT 1')).rejects.toThrow(/.+/u)
  })

  it('refuses two scans of one snapshot at a time instead of losing rows', async () => {
    const snapshot = await (source.snapshot as NonNullable<typeof source.snapshot>)()
    const first = snapshot.scan('Rows', { columns: ['Name'] })[Symbol.asyncIterator]()
    await first.next()
    const second = snapshot.scan('Rows', { columns: ['Name'] })[Symbol.asyncIterator]()
    await expect(second.next()).rejects.toThrow('Two scans of one DuckDB snapshot at a time.')
    await first.return?.()
    await snapshot.close()
  })
})
