/* oxlint-disable no-await-in-loop -- one engine, one query at a time */
import { readFileSync } from 'node:fs'

import {
  createKql,
  isKqlError,
  type KqlColumn,
  type KqlType,
  memorySource,
  toJsonValue,
} from '@kansoku/kql'

export interface Verdict {
  readonly name: string
  readonly query: string
  readonly family: string
  readonly stable?: boolean
  readonly nondeterministic?: boolean
  readonly expected: {
    readonly error?: boolean
    readonly columns?: readonly { readonly name: string; readonly class: string }[]
    readonly rowCount?: number
    readonly complete?: boolean
    readonly rows?: readonly (readonly unknown[])[]
  }
}

export type Outcome = 'right' | 'wrong' | 'refused' | 'missed'

export interface Judged {
  readonly verdict: Verdict
  readonly outcome: Outcome
  readonly detail: string
}

export function readVerdicts(): readonly Verdict[] {
  const file = new URL('../../../shared/data/kql/kustainer-verdicts.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Verdict[]
}

/** Reals to eleven digits; members of dynamic arrays in any order where a set made them. */
function normal(value: unknown, loose: boolean): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) && Math.abs(value) < 1e11 ? value : Number(value.toPrecision(11))
  }
  if (value === 'inf') return '+inf'
  if (Array.isArray(value)) {
    const items = value.map((item) => normal(item, loose))
    return loose
      ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, normal(item, loose)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const unwrap = (cell: unknown): unknown =>
  typeof cell === 'object' && cell !== null && '$dynamic' in cell ? cell.$dynamic : cell

/** The recorder has written decimals as reals. */
function recorded(cell: unknown, type: KqlType): unknown {
  const value = toJsonValue(cell, type)
  return type === 'decimal' && typeof value === 'string' ? Number(value) : value
}

function rowText(row: readonly unknown[], loose: boolean): string {
  return JSON.stringify(row.map((cell) => normal(cell, loose)))
}

/** The first key of the order in which a query ends: ties are free, so only its values are compared in order. */
function lastSortKey(query: string): string | undefined {
  return /\|\s*(?:sort|order)\s+by\s+(\w+)\b(?!\s*\()[^|]*$/u.exec(query)?.[1]
}

/** Rows as a multiset; and in the order in which the query ends, if it does. */
function compare(
  verdict: Verdict,
  columns: readonly KqlColumn[],
  rows: readonly (readonly unknown[])[],
): string {
  const { expected } = verdict
  const names = (expected.columns ?? []).map(({ name }) => name).join(',')
  const ours = columns.map(({ name }) => name).join(',')
  if (names !== ours) return `columns ${ours} instead of ${names}`
  if (expected.rowCount !== rows.length)
    return `${rows.length} rows instead of ${expected.rowCount}`
  if (expected.complete === false) return ''
  const loose = /make_?set|\bset_/u.test(verdict.query)
  const wanted = (expected.rows ?? []).map((row) => rowText(row.map(unwrap), loose)).toSorted()
  const given = rows
    .map((row) =>
      rowText(
        row.map((cell, index) => recorded(cell, columns[index]?.type ?? 'dynamic')),
        loose,
      ),
    )
    .toSorted()
  const at = wanted.findIndex((text, index) => text !== given[index])
  if (at >= 0) return `${given[at]} instead of ${wanted[at]}`
  const key = lastSortKey(verdict.query)
  const place = columns.findIndex(({ name }) => name === key)
  if (place < 0) return ''
  const type = columns[place]?.type ?? 'dynamic'
  const order = (expected.rows ?? []).map((row) => rowText([unwrap(row[place])], false)).join()
  const ours_ = rows.map((row) => rowText([toJsonValue(row[place], type)], false)).join()
  return order === ours_ ? '' : `rows in another order of ${key}`
}

export async function judgeAll(verdicts: readonly Verdict[]): Promise<readonly Judged[]> {
  const kql = createKql({ source: memorySource({}) })
  const judged: Judged[] = []
  for (const verdict of verdicts) judged.push(await judge(kql, verdict))
  await kql.close()
  return judged
}

async function judge(kql: ReturnType<typeof createKql>, verdict: Verdict): Promise<Judged> {
  try {
    const { columns, rows } = await kql.run(verdict.query)
    if (verdict.expected.error)
      return { verdict, outcome: 'missed', detail: 'answered what Kusto refuses' }
    const detail = compare(verdict, columns, rows)
    return { verdict, outcome: detail === '' ? 'right' : 'wrong', detail }
  } catch (error) {
    if (!isKqlError(error)) throw error
    return { verdict, outcome: 'refused', detail: `${error.code}: ${error.message}` }
  }
}
