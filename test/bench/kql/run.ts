/**
 * What KQL costs beside SQL by hand. Writes docs/cost-kql.md. `node --conditions=@kansoku/source test/bench/kql/run.ts`, on an idle
 * machine;
 * `--rounds 1` for a quick look, which writes nothing. The data (a file of 0.5 GB) is made once and kept in `--data`.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { DuckDBInstance } from '@duckdb/node-api'

import { measure, progress } from '../measure.ts'
import { median } from '../statistics.ts'
import { kqlPage } from './page.ts'
import type { QueryName } from './queries.ts'
import { writeRows } from './rows.ts'

const SIZES = [10_000, 100_000, 1_000_000]
const TURN_SIZES = [10_000, 100_000, 500_000]

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(tmpdir(), 'kansoku-bench-kql') },
    rounds: { type: 'string' },
  },
})
const rounds = Number(values.rounds ?? 5)
const fileOf = (rows: number): string => join(values.data, `${rows}.duckdb`)

async function makeData(rows: number): Promise<void> {
  if (existsSync(fileOf(rows))) return
  progress(`writing ${rows} rows`)
  const database = await DuckDBInstance.create(fileOf(rows), { memory_limit: '1GB' })
  const connection = await database.connect()
  await writeRows(connection, rows)
  connection.closeSync()
  database.closeSync()
}

interface Case {
  readonly what: 'kql' | 'sql' | 'parsing' | 'first' | 'memory'
  readonly query: QueryName
  readonly rows: number
}
const both = (query: QueryName, sizes: readonly number[]): Case[] =>
  sizes.flatMap((rows) => [
    { what: 'kql' as const, query, rows },
    { what: 'sql' as const, query, rows },
  ])
const cases: readonly Case[] = [
  ...both('p95', SIZES),
  ...both('turn', TURN_SIZES),
  ...both('alert', [1_000_000]),
  { what: 'parsing', query: 'turn', rows: 10_000 },
  { what: 'first', query: 'turn', rows: 10_000 },
  { what: 'memory', query: 'p95', rows: 1_000_000 },
]
const nameOf = ({ what, query, rows }: Case): string => `${what} ${query} ${rows}`

mkdirSync(values.data, { recursive: true })
// oxlint-disable-next-line no-await-in-loop -- memory is for one at a time
for (const rows of new Set(cases.map((each) => each.rows))) await makeData(rows)

const measurements = new Map<string, number[]>()
for (let round = 0; round < rounds; round++) {
  progress(`round ${round + 1} of ${rounds}`)
  for (const each of round % 2 === 0 ? cases : cases.toReversed()) {
    const found = measure(
      'kql/case.ts',
      [each.what, each.query, fileOf(each.rows)],
      process.execArgv,
    )
    measurements.set(nameOf(each), [...(measurements.get(nameOf(each)) ?? []), found])
  }
}

const figure = (what: Case['what'], query: QueryName, rows: number): number =>
  median(measurements.get(nameOf({ what, query, rows })) ?? [])
const figures = (
  what: Case['what'],
  query: QueryName,
  sizes: readonly number[],
): Map<number, number> => new Map(sizes.map((rows) => [rows, figure(what, query, rows)]))
const compared = (query: QueryName, sizes: readonly number[]) => ({
  kql: figures('kql', query, sizes),
  sql: figures('sql', query, sizes),
})

const page = kqlPage(
  {
    p95: compared('p95', SIZES),
    turn: compared('turn', TURN_SIZES),
    alert: { kql: figure('kql', 'alert', 1_000_000), sql: figure('sql', 'alert', 1_000_000) },
    parsing: figure('parsing', 'turn', 10_000),
    first: figure('first', 'turn', 10_000),
    memory: figure('memory', 'p95', 1_000_000),
  },
  rounds,
)
if (values.rounds === undefined)
  writeFileSync(new URL('../../../docs/cost-kql.md', import.meta.url), page)
console.log(page)
