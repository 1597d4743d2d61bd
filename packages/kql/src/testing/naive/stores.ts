import { DuckDBInstance } from '@duckdb/node-api'

import { duckdbSource } from '../../source/duckdb.ts'
import { memorySource } from '../../source/memory.ts'
import type { TableSource } from '../../source/source.ts'
import { unixEpochTicks } from '../../values/ticks.ts'
import type { NaiveTables } from './evaluate.ts'
import { randomTables } from './random-query.ts'
import type { Row } from './scalar.ts'

/** The property `P.k` has a column of its own, `P.n` has one that does not tell of numbers. */
const promoted = { P: { k: 'P.k', n: 'P.n' } }

const sqlTypes: Readonly<Record<string, string>> = {
  datetime: 'TIMESTAMP',
  string: 'VARCHAR',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  bool: 'BOOLEAN',
  dynamic: 'VARCHAR',
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

function sqlCell(value: unknown, type: string): string {
  if (value === null) return 'NULL'
  if (type === 'datetime') return `make_timestamp(${((value as bigint) - unixEpochTicks) / 10n})`
  if (type === 'dynamic') return text(JSON.stringify(value))
  if (typeof value === 'number' && !Number.isFinite(value)) return `'${value}'::DOUBLE`
  // A minus before 2^63 would be read as a number beyond 64 bits.
  return typeof value === 'string' ? text(value) : `'${value as number}'`
}

/** The property's text as `promoted` wants it: `''` where there is none, NULL where it is no text. */
function ownCell(bag: unknown, key: string): string {
  const value = bag === null ? undefined : (bag as Record<string, unknown>)[key]
  if (value === undefined || value === null) return `''`
  return typeof value === 'string' ? text(value) : 'NULL'
}

function inserted(name: string, rows: readonly Row[]): string {
  const columns = randomTables[name] ?? []
  const values = rows.map((row) => {
    const cells = columns.map((column) => sqlCell(row.get(column.name) ?? null, column.type))
    const own = Object.keys(promoted.P).map((key) => ownCell(row.get('P') ?? null, key))
    return `(${[...cells, ...own].join(', ')})`
  })
  return `INSERT INTO "${name}" VALUES ${values.join(', ')}`
}

export interface Stores {
  readonly duckdb: TableSource
  /** The same rows in both, and in this source. */
  load(tables: NaiveTables): Promise<TableSource>
  close(): void
}

/** `randomTables` in a database of DuckDB and in memory. */
export async function openStores(): Promise<Stores> {
  const instance = await DuckDBInstance.create(':memory:')
  const writer = await instance.connect()
  const own = Object.values(promoted.P).map((name) => `"${name}" VARCHAR`)
  for (const [name, columns] of Object.entries(randomTables)) {
    const declared = columns.map((column) => `"${column.name}" ${sqlTypes[column.type]}`)
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await writer.run(`CREATE TABLE "${name}" (${[...declared, ...own].join(', ')})`)
  }
  const names = Object.keys(randomTables)
  return {
    duckdb: duckdbSource({
      connection: () => instance.connect(),
      tables: randomTables,
      promoted: Object.fromEntries(names.map((name) => [name, promoted])),
    }),
    async load(tables) {
      const statements = names.flatMap((name) => {
        const rows = tables[name] ?? []
        return [`DELETE FROM "${name}"`, ...(rows.length > 0 ? [inserted(name, rows)] : [])]
      })
      await writer.run(statements.join(';'))
      return memorySource(
        Object.fromEntries(
          names.map((name) => [
            name,
            {
              columns: randomTables[name] ?? [],
              rows: (tables[name] ?? []).map((row) => Object.fromEntries(row)),
            },
          ]),
        ),
      )
    },
    close() {
      writer.closeSync()
      instance.closeSync()
    },
  }
}
