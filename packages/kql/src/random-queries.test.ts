/* oxlint-disable no-await-in-loop -- one query after the other, over the same tables */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Plan } from './ast.ts'
import { isKqlError } from './error.ts'
import { evaluatePlan } from './evaluate/result.ts'
import { startRun } from './evaluate/run.ts'
import { runSubqueries } from './evaluate/subqueries.ts'
import { answer } from './language/answer.ts'
import { workspace } from './language/kusto.ts'
import type { TableSource } from './source/source.ts'
import { evaluateNaively, type NaiveTables } from './testing/naive/evaluate.ts'
import { diceOf, randomQuery, randomTables } from './testing/naive/random-query.ts'
import { randomRows } from './testing/naive/random-rows.ts'
import { openStores, type Stores } from './testing/naive/stores.ts'
import { plainDynamic } from './values/dynamic.ts'
import { unlazy } from './values/json.ts'

/** `KANSOKU_QUERIES=50000` for the proof; a failing seed is in the message. */
const QUERIES = Number(process.env['KANSOKU_QUERIES'] ?? 60)
const FIRST = Number(process.env['KANSOKU_SEED'] ?? 1)
/** Differences that are told. */
const SHOWN = 5
/** Queries over the same rows. */
const EACH = 10

const declared = workspace(randomTables, [])
const limits = { rows: 500_000, milliseconds: 60_000, bytes: 2 ** 30 }

/** Undefined where the analyser finds another type than the generator thought. */
function planOf(query: string): Plan | undefined {
  const found = answer({ task: 'plan', query }, declared)
  if (found.kind === 'plan') return found.plan
  if (found.kind === 'failed' && found.failure.code === 'semantic') return undefined
  throw new Error(`no plan for ${query}: ${JSON.stringify(found)}`)
}

/** Cells as text in which nothing is lost but the sign of zero. */
function shown(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(shown).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}:${shown(item)}`)
      .join(',')}}`
  return Object.is(value, -0) ? '0' : `${(value ?? null) as number | null}`
}

async function throughEngine(plan: Plan, source: TableSource): Promise<string[]> {
  const snapshot = await source.snapshot?.()
  try {
    const run = startRun({
      source: {
        scan: (table, want) => (snapshot ?? source).scan(table, want),
        promotes: (table, property) => source.promotes?.(table, property) === true,
      },
      now: 0n,
      limits,
    })
    await runSubqueries(plan, run)
    const { columns, length } = await evaluatePlan(plan, run)
    return Array.from({ length }, (_, row) =>
      columns
        .map((column, index) => {
          const cell = column[row]
          return shown(plan.columns[index]?.type === 'dynamic' ? plainDynamic(unlazy(cell)) : cell)
        })
        .join(' | '),
    )
  } finally {
    await snapshot?.close()
  }
}

const naively = (plan: Plan, tables: NaiveTables): string[] =>
  evaluateNaively(plan, tables).map((row) =>
    plan.columns
      .map(({ name, type }) => {
        const cell = row.get(name)
        return shown(type === 'dynamic' && Number.isNaN(cell) ? 'NaN' : cell)
      })
      .join(' | '),
  )

describe('random queries over random tables', () => {
  let stores: Stores
  beforeAll(async () => {
    stores = await openStores()
  })
  afterAll(() => {
    stores.close()
  })

  it('give what each operator says row by row, through memory and with everything handed down to DuckDB', async () => {
    const different: string[] = []
    let rows = 0
    let unanalysed = 0
    let tables: NaiveTables = {}
    let memory: TableSource | undefined
    for (let seed = FIRST; seed < FIRST + QUERIES; seed++) {
      const dice = diceOf(seed)
      if (!memory || seed % EACH === 0) {
        const content = diceOf(Math.floor(seed / EACH) + 1_000_000)
        tables = Object.fromEntries(
          Object.keys(randomTables).map((name) => [name, randomRows(content, name)]),
        )
        memory = await stores.load(tables)
      }
      const query = randomQuery(dice)
      const plan = planOf(query)
      if (!plan) {
        unanalysed++
        continue
      }
      const expected = naively(plan, tables)
      rows += expected.length
      for (const [name, source] of Object.entries({ memory, duckdb: stores.duckdb })) {
        const found = await throughEngine(plan, source).catch((error: unknown) => {
          if (isKqlError(error)) return [error.message]
          throw error
        })
        if (found.join('\n') !== expected.join('\n'))
          different.push(
            `seed ${seed}, ${name}: ${query}\n${found.join('\n')}\ninstead of\n${expected.join('\n')}`,
          )
      }
    }
    expect(different.slice(0, SHOWN)).toEqual([])
    expect(unanalysed).toBeLessThan(QUERIES / 50)
    expect(rows).toBeGreaterThan(QUERIES)
  }, 7_200_000)
})
