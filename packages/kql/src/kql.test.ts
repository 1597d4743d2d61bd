import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'

import {
  createKql,
  duckdbSource,
  formatValue,
  isKqlError,
  type KqlColumn,
  type KqlError,
  memorySource,
  type Scan,
  type TableSource,
  toJsonValue,
} from './index.ts'

const columns: readonly KqlColumn[] = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Name', type: 'string' },
  { name: 'ItemCount', type: 'int' },
  { name: 'Big', type: 'long' },
  { name: 'DurationMs', type: 'real' },
  { name: 'Success', type: 'bool' },
  { name: 'Properties', type: 'dynamic' },
]
const rows = [
  [
    new Date('2026-01-01T00:00:00Z'),
    'chat',
    1,
    9007199254740993n,
    1.5,
    true,
    { turn: '1', label: 'Yes' },
  ],
  [new Date('2026-01-01T01:00:00Z'), 'chat', 2, 5, 2.5, false, { turn: '2', label: 'No' }],
  [new Date('2026-01-01T02:00:00Z'), "it's 検索", 3, null, null, null, null],
  [null, '', 4, null, null, null, { turn: 1 }],
]
const tables = { Calls: { columns, rows } }
const functions = [
  {
    name: 'CallsBetween',
    parameters: 'startTime: datetime, endTime: datetime',
    body: 'Calls\n| where TimeGenerated between (startTime .. endTime)\n| extend turn = Twice(toint(Properties.turn))',
  },
  { name: 'Twice', parameters: 'x: long', body: 'x * 2' },
  { name: 'Broken', parameters: '', body: 'Calls\n| where nope == 1' },
]
const memory = memorySource(tables)
const kql = createKql({ source: memory, functions })

async function duckdb(): Promise<TableSource> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`CREATE TABLE "Calls" ("TimeGenerated" TIMESTAMP, "Name" VARCHAR, "ItemCount" INTEGER,
    "Big" BIGINT, "DurationMs" DOUBLE, "Success" BOOLEAN, "Properties" VARCHAR)`)
  await connection.run(`INSERT INTO "Calls" VALUES
    ('2026-01-01 00:00:00', 'chat', 1, 9007199254740993, 1.5, true, '{"turn":"1","label":"Yes"}'),
    ('2026-01-01 01:00:00', 'chat', 2, 5, 2.5, false, '{"turn":"2","label":"No"}'),
    ('2026-01-01 02:00:00', 'it''s 検索', 3, NULL, NULL, NULL, NULL),
    (NULL, NULL, 4, NULL, NULL, NULL, '{"turn":1.0}')`)
  return duckdbSource({ connection: () => instance.connect(), tables: { Calls: columns } })
}

async function errorOf(query: string): Promise<KqlError> {
  const error: unknown = await kql.run(query).catch((reason: unknown) => reason)
  if (!isKqlError(error)) throw new Error(`no KqlError for ${query}`, { cause: error })
  return error
}

afterAll(() => kql.close())

describe('a query', () => {
  it('calls stored functions that call each other', async () => {
    const { columns: shape, rows: found } = await kql.run(
      'CallsBetween(datetime(2026-01-01), datetime(2026-01-01 01:30)) | summarize n = count(), total = sum(turn) by Name',
    )
    expect(shape).toEqual([
      { name: 'Name', type: 'string' },
      { name: 'n', type: 'long' },
      { name: 'total', type: 'long' },
    ])
    expect(found).toEqual([['chat', 2, 6]])
  })

  it('gives render as metadata and leaves the rows alone', async () => {
    const result = await kql.run(
      'Calls | summarize n = count() by label = tostring(Properties.label) | order by label asc | render columnchart with (kind=stacked, title="Turns", series=label)',
    )
    expect(result).toEqual({
      columns: [
        { name: 'label', type: 'string' },
        { name: 'n', type: 'long' },
      ],
      rows: [
        ['', 2],
        ['No', 1],
        ['Yes', 1],
      ],
      visualization: {
        kind: 'columnchart',
        stacking: 'stacked',
        title: 'Turns',
        series: ['label'],
      },
    })
  })

  it('uses one now() that the caller may set', async () => {
    const { rows: found } = await kql.run('print a = now(), b = ago(1d)', {
      now: new Date('2026-01-02T00:00:00Z'),
    })
    expect(found[0]?.map((cell) => formatValue(cell, 'datetime'))).toEqual([
      '2026-01-02T00:00:00.0000000Z',
      '2026-01-01T00:00:00.0000000Z',
    ])
  })

  it('keeps null rows where Kusto keeps them', async () => {
    const { rows: found } = await kql.run(
      'Calls | where DurationMs != 1.5 | project ItemCount, DurationMs',
    )
    expect(found).toEqual([
      [2, 2.5],
      [3, null],
      [4, null],
    ])
  })

  it('joins, expands and unites', async () => {
    const { rows: found } =
      await kql.run(`let A = datatable(k:long, xs:dynamic)[1, dynamic([10, 20]), 2, dynamic([])];
      A | mv-expand x = xs to typeof(long) | project k, x
      | join kind=fullouter (datatable(k:long, v:string)[1, "a", 3, "c"]) on k
      | union (print k = 9, x = 9) | order by k asc, x asc`)
    expect(found).toEqual([
      [null, null, 3, 'c'],
      [1, 10, 1, 'a'],
      [1, 20, 1, 'a'],
      [9, 9, null, ''],
    ])
  })
})

describe('errors', () => {
  it('give code, line and column of an unknown name', async () => {
    const { code, line, column, start, length } = await errorOf('Calls\n| where nope == 1')
    expect({ code, line, column, start, length }).toEqual({
      code: 'semantic',
      line: 2,
      column: 9,
      start: 14,
      length: 4,
    })
  })

  it('tell syntax from meaning', async () => {
    expect((await errorOf('Calls |')).code).toBe('syntax')
  })

  it('name the unsupported construct and its place', async () => {
    const { code, message, line, column } = await errorOf('Calls\n| reduce by Name')
    expect({ code, message, line, column }).toEqual({
      code: 'unsupported',
      message: '"reduce-by" is not supported by this engine, line 2, column 3',
      line: 2,
      column: 3,
    })
  })

  it('name the stored function in which they lie', async () => {
    const { code, message, line, column } = await errorOf('Broken() | count')
    expect({ code, line, column }).toEqual({ code: 'semantic', line: 2, column: 9 })
    expect(message).toContain('in function Broken, line 2, column 9')
  })

  it('refuse arithmetic between dynamic values', async () => {
    expect((await errorOf('Calls | extend x = Properties.a + Properties.b')).code).toBe('runtime')
  })

  it('refuse a regular expression that could run away, before it runs', async () => {
    const { code, message } = await errorOf(
      'Calls | where strcat(strrep("a", 100), "!") matches regex "(a+)+$"',
    )
    expect({ code, message }).toEqual({
      code: 'unsupported',
      message:
        'the regular expression "(a+)+$", which can take exponential time here: a repetition in it can match one text in several ways, line 1, column 15',
    })
  })

  it.each(['(?=a)', 'a(?!b)', String.raw`(a)\\1`, '(?U)a+'])(
    'refuse a regular expression that RE2 does not have or JavaScript reads otherwise: %s',
    async (pattern) => {
      const { code } = await errorOf(`Calls | where Name matches regex "${pattern}"`)
      expect(['unsupported', 'runtime']).toContain(code)
    },
  )

  it('refuse window functions over rows without an order', async () => {
    expect((await errorOf('Calls | extend n = row_number()')).code).toBe('runtime')
  })

  it('say when a result passes the limit', async () => {
    const small = createKql({ source: memory, limits: { rows: 2 } })
    await expect(small.run('Calls')).rejects.toMatchObject({ code: 'limit' })
    await small.close()
  })

  it('list all problems of a query in check()', async () => {
    const found = await kql.check('Calls | where nope == 1 | where gone == 2')
    expect(found.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['KS142', 1, 15],
      ['KS142', 1, 33],
    ])
  })
})

describe('sources', () => {
  it('give equal answers from memory and from DuckDB', async () => {
    const onDisk = createKql({ source: await duckdb(), functions })
    const queries = [
      'Calls',
      'Calls | where TimeGenerated > datetime(2026-01-01 00:30) | project Name, Big',
      'Calls | where Name == "it\'s 検索"',
      'Calls | where ItemCount in (1, 3) | summarize count(), max(DurationMs) by Success',
      'Calls | extend label = tostring(Properties.label) | distinct label',
      'Calls | where Name == "" | project ItemCount',
      'Calls | count',
    ]
    const answers = (engine: typeof kql) => Promise.all(queries.map((query) => engine.run(query)))
    expect(await answers(onDisk)).toEqual(await answers(kql))
    await onDisk.close()
  })

  it('are asked for the needed columns, the time range and equalities only', async () => {
    const asked: Scan[] = []
    const spy: TableSource = {
      tables: () => memory.tables(),
      scan: (table, want) => {
        asked.push(want)
        return memory.scan(table, want)
      },
    }
    const watched = createKql({ source: spy, functions })
    await watched.run(
      'CallsBetween(datetime(2026-01-01), datetime(2026-01-02)) | where Name == "chat" and Success != true | summarize sum(DurationMs)',
    )
    expect(asked).toEqual([
      {
        columns: ['TimeGenerated', 'Name', 'DurationMs', 'Success'],
        from: 639028224000000000n,
        to: 639029088000000000n,
        equals: [{ column: 'Name', values: ['chat'] }],
      },
    ])
    await watched.close()
  })
})

describe('values', () => {
  it('print as Kusto prints them', () => {
    expect([
      formatValue(true, 'bool'),
      formatValue(1, 'real'),
      formatValue(-93784_5000000n, 'timespan'),
      formatValue({ a: [1, 'x'] }, 'dynamic'),
      formatValue(null, 'long'),
    ]).toEqual(['True', '1.0', '-1.02:03:04.5000000', '{"a":[1,"x"]}', ''])
  })

  it('become JSON without loss', () => {
    expect([
      toJsonValue(9007199254740993n, 'long'),
      toJsonValue(Number.NaN, 'real'),
      toJsonValue(637134336000000000n, 'datetime'),
    ]).toEqual(['9007199254740993', 'NaN', '2020-01-01T00:00:00.0000000Z'])
  })
})
