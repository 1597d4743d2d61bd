/* oxlint-disable no-await-in-loop -- chunks come one after the other */
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'

import type { KqlColumn } from '../types.ts'
import { dynamicText } from '../values/convert.ts'
import { memberOf } from '../values/dynamic.ts'
import { unlazy } from '../values/json.ts'
import { chunkColumn } from './duckdb-column.ts'
import { partsOf, selectOf } from './duckdb-select.ts'
import type { DuckDBTable } from './duckdb-sql.ts'
import { asEnum, completeProperties, repeatedTexts } from './duckdb-texts.ts'
import type { Batch, Column, Property, Scan, Snapshot, TableSource } from './source.ts'

/** Table by table, dynamic column by column: property → the VARCHAR column with its text. */
export type PromotedProperties = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
>

export interface DuckDBSourceOptions {
  /** A fresh connection, asked for once per query; the source closes it when the query ends. */
  readonly connection: () => Promise<DuckDBConnection>
  /** The Kusto schema of each DuckDB table, same names. */
  readonly tables: Readonly<Record<string, readonly KqlColumn[]>>
  /**
   * Top-level properties of dynamic columns that have a VARCHAR column of their own, so that queries on them parse no
   * JSON. That column holds the text of the property; `''` where the row has none (or null, or an empty text); NULL where
   * the property is something else than a text. Where there is a NULL, queries read the JSON instead.
   * @example { AppDependencies: { Properties: { 'gen_ai.prompt.name': 'gen_ai.prompt.name' } } }
   * @defaultValue none
   */
  readonly promoted?: PromotedProperties
  /**
   * Dynamic columns by table whose cells are bags with texts only, as Application Insights' `Properties` are. DuckDB takes
   * single properties out of such JSON, several times faster than the bag is parsed here.
   * @example { AppDependencies: ['Properties'] }
   * @defaultValue none
   */
  readonly textBags?: Readonly<Record<string, readonly string[]>>
}

/** All properties that a scan reads or has a hint on. */
const propertiesOf = ({ properties = [], equals = [], contains = [] }: Scan): Property[] => [
  ...properties,
  ...[...equals, ...contains].flatMap(({ column, key }) =>
    key === undefined ? [] : { column, key },
  ),
]

const textsOf = (column: Column, key: string): Column =>
  Array.from(column, (cell) => dynamicText(memberOf(unlazy(cell), key)))

/** Texts that DuckDB found, and those of the JSON that it did not read. */
function withUnread(texts: Column, json: Column, key: string): Column {
  const unread = Array.from(json)
  if (unread.every((cell) => cell === null)) return texts
  const parsed = textsOf(json, key)
  return unread.map((cell, row) => (cell === null ? texts[row] : parsed[row]))
}

async function* read(
  connection: DuckDBConnection,
  declared: DuckDBTable,
  want: Scan,
): AsyncGenerator<Batch> {
  const complete = await completeProperties(connection, declared, propertiesOf(want))
  const promoted: DuckDBTable['promoted'] = (property) => {
    const own = declared.promoted(property)
    return own !== undefined && complete.has(own) ? own : undefined
  }
  const table = { ...declared, promoted }
  const plain = partsOf(table, want)
  const repeated = await repeatedTexts(connection, table, want, [
    ...new Set(plain.flatMap(({ text }) => text ?? [])),
  ])
  const parts = plain.map((part) => {
    const texts = part.text === undefined ? undefined : repeated.get(part.text)
    const sql = texts ? asEnum(part.text ?? '', texts) : part.sql
    return { sql, type: part.type, key: part.key }
  })
  const { sql, places, unread } = selectOf(table, want, parts)
  const result = await connection.stream(sql)
  // DuckDB looks for the next chunk while this one is evaluated.
  const fetch = (): Promise<DuckDBDataChunk | null> => {
    const chunk = result.fetchChunk()
    // It may be waited for only when the query ends.
    chunk.catch(() => undefined)
    return chunk
  }
  let next = fetch()
  try {
    for (;;) {
      const chunk = await next
      if (!chunk || chunk.rowCount === 0) return
      const columns = parts.map(({ type, key }, index) => {
        const place = places[index] ?? 0
        const json = unread[index]
        if (key === undefined) return chunkColumn(chunk, place, type)
        if (json === undefined) return textsOf(chunkColumn(chunk, place, type), key)
        const texts = chunkColumn(chunk, place, 'string')
        return withUnread(texts, chunkColumn(chunk, json, type), key)
      })
      next = fetch()
      yield { length: chunk.rowCount, columns }
    }
  } finally {
    // The connection is closed after this: not under a fetch.
    await next.catch(() => undefined)
  }
}

/**
 * Reads tables of a DuckDB database: string as VARCHAR, datetime as TIMESTAMP (UTC), int INTEGER, long BIGINT, real
 * DOUBLE, bool BOOLEAN, guid VARCHAR, timespan BIGINT ticks, dynamic VARCHAR with JSON. Only the wanted columns are
 * read, in chunks; the time range, equalities and pieces of text are looked for inside DuckDB. A query reads inside one
 * transaction: rows that are written meanwhile are not seen.
 * @example duckdbSource({ connection: () => instance.connect(), tables: { AppTraces: columns } })
 */
export function duckdbSource({
  connection,
  tables,
  promoted = {},
  textBags = {},
}: DuckDBSourceOptions): TableSource {
  const ownColumn = (table: string, { column, key }: Property): string | undefined => {
    const keys = promoted[table]?.[column]
    return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : undefined
  }
  async function snapshot(): Promise<Snapshot> {
    const opened = await connection()
    await opened.run('BEGIN TRANSACTION READ ONLY')
    let scanning = false
    return {
      async *scan(name, want) {
        const columns = tables[name]
        if (!columns) throw new Error(`The DuckDB source has no table "${name}".`)
        // A second stream would end the first one silently: a connection holds one.
        if (scanning) throw new Error('Two scans of one DuckDB snapshot at a time.')
        scanning = true
        try {
          const bags = textBags[name] ?? []
          const table = { name, columns, bags, promoted: (each: Property) => ownColumn(name, each) }
          yield* read(opened, table, want)
        } finally {
          scanning = false
        }
      },
      async close() {
        // Closing ends the transaction, which has nothing to commit.
        opened.closeSync()
      },
    }
  }
  async function* scan(name: string, want: Scan): AsyncGenerator<Batch> {
    const one = await snapshot()
    try {
      yield* one.scan(name, want)
    } finally {
      await one.close()
    }
  }
  return {
    tables: () => tables,
    scan,
    snapshot,
    promotes: (table, property) =>
      ownColumn(table, property) !== undefined ||
      (textBags[table]?.includes(property.column) ?? false),
  }
}
