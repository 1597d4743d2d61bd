import type { KqlColumn } from '../types.ts'
import { type DuckDBTable, fromWhere, identifier, literal, selected } from './duckdb-sql.ts'
import type { Property, Scan } from './source.ts'

/** What a batch gets in one place. */
export interface Part {
  readonly sql: string
  readonly type: KqlColumn['type']
  /** The VARCHAR column that this is, which may come as an ENUM. */
  readonly text?: string | undefined
  /** The property whose text is wanted of a dynamic column. */
  readonly key?: string | undefined
}

const columnPart = (column: KqlColumn): Part => ({
  sql: selected(column),
  type: column.type,
  ...(column.type === 'string' && { text: column.name }),
})

function propertyPart(table: DuckDBTable, { column, key }: Property): Part {
  const own = table.promoted({ column, key })
  if (own === undefined) return { sql: identifier(column), type: 'dynamic', key }
  return columnPart({ name: own, type: 'string' })
}

export function partsOf(table: DuckDBTable, want: Scan): Part[] {
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  return [
    ...want.columns.map((name) => columnPart(byName.get(name) ?? { name, type: 'string' })),
    ...(want.properties ?? []).map((property) => propertyPart(table, property)),
  ]
}

/** A `SELECT`, and where in its rows the parts stand. */
export interface Select {
  readonly sql: string
  readonly places: readonly number[]
  /** For the text of a property that DuckDB takes out of JSON: the JSON that it could not read, else NULL. */
  readonly unread: readonly (number | undefined)[]
}

/** JSON pointers take any key. */
const pointer = (key: string): string =>
  literal(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)

/**
 * The scan as SQL. A part that is wanted twice is selected once. The properties of a bag of texts are taken out by DuckDB,
 * all at once: a fifth of what parsing them here costs, and on its own threads. What it does not read as JSON (half of a
 * surrogate pair, for one) comes as it is.
 */
export function selectOf(
  table: DuckDBTable,
  want: Scan,
  parts: readonly Part[] = partsOf(table, want),
): Select {
  const extracted = (part: Part): boolean =>
    part.key !== undefined && table.bags.some((bag) => identifier(bag) === part.sql)
  const from = fromWhere(table, want)
  const plain = [...new Set(parts.flatMap((part) => (extracted(part) ? [] : part.sql)))]
  const bags = [...new Set(parts.filter(extracted).map(({ sql }) => sql))]
  if (bags.length === 0) {
    // A count needs rows, not columns.
    const list = plain.length === 0 ? '1' : plain.join(', ')
    const places = parts.map(({ sql }) => plain.indexOf(sql))
    return { sql: `SELECT ${list} ${from}`, places, unread: parts.map(() => undefined) }
  }
  const keysOf = (bag: string): string[] =>
    parts.flatMap((part) => (extracted(part) && part.sql === bag ? (part.key ?? []) : []))
  const inner = [
    ...plain.map((sql, index) => `${sql} AS _c${index}`),
    ...bags.map(
      (bag, index) =>
        `${bag} AS _b${index}, TRY(json_extract_string(${bag}, [${keysOf(bag).map(pointer).join(', ')}])) AS _x${index}`,
    ),
  ]
  const outer = [
    ...plain.map((_, index) => `_c${index}`),
    ...bags.flatMap((bag, index) => [
      `CASE WHEN _x${index} IS NULL THEN _b${index} END`,
      ...keysOf(bag).map((_key, at) => `_x${index}[${at + 1}]`),
    ]),
  ]
  // Where the first column of each bag stands.
  const starts = bags.map((_, index) =>
    bags.slice(0, index).reduce((at, bag) => at + 1 + keysOf(bag).length, plain.length),
  )
  const startOf = (part: Part): number => starts[bags.indexOf(part.sql)] ?? 0
  return {
    sql: `SELECT ${outer.join(', ')} FROM (SELECT ${inner.join(', ')} ${from})`,
    places: parts.map((part) =>
      extracted(part)
        ? startOf(part) + 1 + keysOf(part.sql).indexOf(part.key ?? '')
        : plain.indexOf(part.sql),
    ),
    unread: parts.map((part) => (extracted(part) ? startOf(part) : undefined)),
  }
}
