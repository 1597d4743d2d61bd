import { DuckDBInstance } from '@duckdb/node-api'
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  double,
  integer,
  oneof,
  option,
  tuple,
} from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createKql, duckdbSource, type Kql, type KqlColumn, memorySource } from './index.ts'

const columns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 's', type: 'string' },
  { name: 'i', type: 'int' },
  { name: 'r', type: 'real' },
  { name: 'b', type: 'bool' },
] as const satisfies readonly KqlColumn[]

type Row = readonly [number | null, string, number | null, number | null, boolean | null]

const epoch = 621_355_968_000_000_000n
/** Ticks of a whole second after 2026-01-01. */
const ticks = (second: number): bigint => (BigInt(second) + 1_767_225_600n) * 10_000_000n + epoch

const text = constantFrom('', 'a', 'A', 'é', 'e\u0301', "it's", '検索', '😀', '%', 'a b')
const rowsOf = array(
  tuple(
    option(integer({ min: 0, max: 5 })),
    text,
    option(integer({ min: -2, max: 3 })),
    option(
      oneof(
        constant(Number.NaN),
        constant(Number.POSITIVE_INFINITY),
        double({ min: -2, max: 2, noNaN: true }),
      ),
    ),
    option(boolean()),
  ),
  { maxLength: 12 },
)

const quoted = (value: string): string => JSON.stringify(value)
const second = integer({ min: 0, max: 5 }).map((n) => `datetime(2026-01-01 00:00:0${n})`)

/** Filters that a source is told of, and filters that it must not be told of. */
const filter = oneof(
  text.map((value) => `s == ${quoted(value)}`),
  text.map((value) => `${quoted(value)} == s`),
  text.map((value) => `s != ${quoted(value)}`),
  text.map((value) => `s =~ ${quoted(value)}`),
  text.map((value) => `s has ${quoted(value)}`),
  array(text, { minLength: 1, maxLength: 3 }).map(
    (list) => `s in (${list.map(quoted).join(', ')})`,
  ),
  integer({ min: -2, max: 3 }).map((value) => `i == ${value}`),
  integer({ min: -2, max: 3 }).map((value) => `i != ${value}`),
  integer({ min: -2, max: 3 }).map((value) => `i < ${value}`),
  array(integer({ min: -2, max: 3 }), { minLength: 1, maxLength: 3 }).map(
    (list) => `i in (${list.join(', ')})`,
  ),
  constantFrom('b == true', 'b != true', 'not(b)', 'isnull(b)', 'r > 0', 'r == r', 'isnan(r)'),
  tuple(constantFrom('<', '<=', '>', '>=', '==', '!='), second).map(
    ([operator, time]) => `TimeGenerated ${operator} ${time}`,
  ),
  tuple(second, second).map(([from, to]) => `TimeGenerated between (${from} .. ${to})`),
  second.map((from) => `TimeGenerated between (${from} .. 2s)`),
)
const filters = array(filter, { minLength: 1, maxLength: 3 })

let instance: DuckDBInstance
let onDisk: Kql
/** The parser is shared: what differs from run to run is the memory behind the source. */
let inMemory: Kql
let now = memorySource({ T: { columns, rows: [] } })

async function load(rows: readonly Row[]): Promise<void> {
  now = memorySource({
    T: {
      columns,
      rows: rows.map(([time, ...rest]) => [time === null ? null : ticks(time), ...rest]),
    },
  })
  const connection = await instance.connect()
  await connection.run('DELETE FROM "T"')
  const appender = await connection.createAppender('T')
  for (const [time, s, i, r, b] of rows) {
    if (time === null) appender.appendNull()
    else appender.appendTimestamp({ micros: (ticks(time) - epoch) / 10n } as never)
    // Empty text is NULL in half of the stores.
    if (s === '' && i !== null) appender.appendNull()
    else appender.appendVarchar(s)
    if (i === null) appender.appendNull()
    else appender.appendInteger(i)
    if (r === null) appender.appendNull()
    else appender.appendDouble(r)
    if (b === null) appender.appendNull()
    else appender.appendBoolean(b)
    appender.endRow()
  }
  appender.closeSync()
  connection.closeSync()
}

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    'CREATE TABLE "T" ("TimeGenerated" TIMESTAMP, "s" VARCHAR, "i" INTEGER, "r" DOUBLE, "b" BOOLEAN)',
  )
  connection.closeSync()
  onDisk = createKql({
    source: duckdbSource({ connection: () => instance.connect(), tables: { T: columns } }),
  })
  inMemory = createKql({
    source: { tables: () => now.tables(), scan: (table, want) => now.scan(table, want) },
  })
})
afterAll(async () => {
  await onDisk.close()
  await inMemory.close()
  instance.closeSync()
})

const rowsBy = async (kql: Kql, query: string): Promise<readonly (readonly unknown[])[]> =>
  (await kql.run(query)).rows

describe('random tables', () => {
  it('give the same rows through DuckDB, through memory, and with the filters behind a barrier', async () => {
    await assert(
      asyncProperty(rowsOf, filters, async (rows, tests) => {
        await load(rows)
        const direct = `T | where ${tests.join(' and ')}`
        // Nothing is handed down through `materialize`.
        const behind = `let M = materialize(T); M | where ${tests.join(' | where ')}`
        const expected = await rowsBy(inMemory, behind)
        expect(await rowsBy(onDisk, direct)).toEqual(expected)
        expect(await rowsBy(inMemory, direct)).toEqual(expected)
        const renamed = `T | project x = s, s = tostring(i), i, r, b, TimeGenerated | where ${tests.join(' and ')}`
        expect(await rowsBy(onDisk, renamed)).toEqual(await rowsBy(inMemory, renamed))
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('are summarized as a plain loop summarizes them', async () => {
    await assert(
      asyncProperty(rowsOf, async (rows) => {
        await load(rows)
        const groups = new Map<string, Row[]>()
        for (const row of rows) {
          const group = groups.get(row[1])
          if (group) group.push(row)
          else groups.set(row[1], [row])
        }
        const expected = [...groups].map(([s, members]) => {
          const whole = members.map(([, , i]) => i).filter((i) => i !== null)
          const sum = whole.reduce((total, i) => total + i, 0)
          return [
            s,
            members.length,
            sum,
            whole.length === 0 ? Number.NaN : sum / whole.length,
            whole.length === 0 ? null : Math.max(...whole),
            new Set(whole).size,
            members.filter(([, , , , b]) => b === true).length,
            whole,
          ]
        })
        const query =
          'T | summarize count(), sum(i), avg(i), max(i), dcount(i), countif(b), make_list(i) by s'
        expect(await rowsBy(onDisk, query)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('are ordered as a comparison of two keys orders them', async () => {
    await assert(
      asyncProperty(rowsOf, async (rows) => {
        await load(rows)
        const numbers = rows.map((row, index) => [row[2], row[1], index] as const)
        // Descending, nulls last; then text by code unit; then the order of the input.
        const expected = numbers.toSorted(([i, s, at], [j, t, bt]) => {
          if (i !== j) return i === null ? 1 : j === null ? -1 : j - i
          return s === t ? at - bt : s < t ? -1 : 1
        })
        const found = await rowsBy(inMemory, 'T | sort by i, s asc | project i, s')
        expect(found).toEqual(expected.map(([i, s]) => [i, s]))
        const top = await rowsBy(onDisk, 'T | sort by i, s asc | take 3 | project i, s')
        expect(top).toEqual(expected.slice(0, 3).map(([i, s]) => [i, s]))
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('are joined as two nested loops join them', async () => {
    await assert(
      asyncProperty(
        rowsOf,
        constantFrom('inner', 'leftouter', 'leftsemi', 'leftanti'),
        async (rows, kind) => {
          await load(rows)
          const right = rows.filter(([, , i]) => i !== null && i > 0)
          const expected = rows.flatMap(([, s, i, r]): unknown[][] => {
            const matches = right.filter(([, t]) => t === s)
            if (kind === 'leftsemi') return matches.length > 0 ? [[s, i, r]] : []
            if (kind === 'leftanti') return matches.length > 0 ? [] : [[s, i, r]]
            if (matches.length === 0 && kind === 'leftouter') return [[s, i, r, '', null]]
            return matches.map(([, t, j]) => [s, i, r, t, j])
          })
          const found = await rowsBy(
            onDisk,
            `T | project s, i, r | join kind=${kind} (T | where i > 0 | project s, j = i) on s`,
          )
          expect(found).toEqual(expected)
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})
