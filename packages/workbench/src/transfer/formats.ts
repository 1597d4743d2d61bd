import { tables, type Column, type LogAnalyticsTable } from '@kansoku/log-analytics'

import { storageOf } from '../store/schema.ts'

export const transferFormats = ['parquet', 'jsonl'] as const

export type TransferFormat = (typeof transferFormats)[number]

/** A column as it leaves: dynamics are JSON in JSON lines, where a text that holds JSON would be read by nobody. */
export function selection(columns: readonly Column[], format: TransferFormat): string {
  return columns
    .map(({ name, type }) => {
      if (format === 'parquet' || type !== 'dynamic') return quoted(name)
      // What is no JSON, a text alone, stays a text.
      return `CASE WHEN json_valid(${quoted(name)}) THEN ${quoted(name)}::JSON ELSE to_json(${quoted(name)}) END AS ${quoted(name)}`
    })
    .join(', ')
}

/** How DuckDB writes a file; times to the microsecond, as they are kept. */
export const writing: Readonly<Record<TransferFormat, string>> = {
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  jsonl: "FORMAT json, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%fZ'",
}

/** A file as a table of DuckDB, with the columns and types of ours. */
export function reading(file: string, table: LogAnalyticsTable, format: TransferFormat): string {
  if (format === 'parquet') return `read_parquet(${text(file)})`
  const types = tables[table].map(({ name, type }) => `${text(name)}: ${text(jsonType(type))}`)
  return `read_json(${text(file)}, format = 'newline_delimited', columns = {${types.join(', ')}}, timestampformat = '%Y-%m-%dT%H:%M:%S.%fZ')`
}

const jsonType = (type: Column['type']): string =>
  type === 'dynamic' ? 'JSON' : String(storageOf(type).type)

/** A column as it comes back: a JSON text that holds a text alone was one. */
export function restoration(columns: readonly Column[], format: TransferFormat): string {
  return columns
    .map(({ name, type }) => {
      const column = quoted(name)
      if (type === 'string' || type === 'guid') return `coalesce(${column}, '')`
      if (format === 'parquet' || type !== 'dynamic') return column
      return `CASE json_type(${column}) WHEN 'VARCHAR' THEN ${column} ->> '$' WHEN 'NULL' THEN NULL ELSE ${column}::VARCHAR END`
    })
    .join(', ')
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** `AppDependencies.parquet` is one of ours by its name; undefined for another file. */
export function fileOf(
  name: string,
): { table: LogAnalyticsTable; format: TransferFormat } | undefined {
  const dot = name.lastIndexOf('.')
  const [stem, ending] = [name.slice(0, dot), name.slice(dot + 1)]
  const format = transferFormats.find((each) => each === ending)
  return format !== undefined && Object.hasOwn(tables, stem)
    ? { table: stem as LogAnalyticsTable, format }
    : undefined
}
