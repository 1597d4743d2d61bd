import { readFileSync } from 'node:fs'

import { type KqlColumn, type KqlType, type MemoryTable } from '@kansoku/kql'

type Row = Readonly<Record<string, unknown>>

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/u

function typeOf(value: unknown): KqlType {
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return 'real'
  if (typeof value === 'string') return time.test(value) ? 'datetime' : 'string'
  return 'dynamic'
}

/** The type that all values of a field have; dynamic where they differ. */
function columnOf(name: string, rows: readonly Row[]): KqlColumn {
  const types = new Set(
    rows.flatMap((row) => (row[name] === undefined || row[name] === null ? [] : typeOf(row[name]))),
  )
  const [type = 'string'] = types
  return { name, type: types.size > 1 ? 'dynamic' : type }
}

/** A file with one JSON object a line, as a table. A field that a line does not have is null there. */
export function readJsonLines(file: string): MemoryTable {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row)
  const names = new Set(rows.flatMap((row) => Object.keys(row)))
  return { columns: Array.from(names, (name) => columnOf(name, rows)), rows }
}
