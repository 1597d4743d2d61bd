import { setImmediate } from 'node:timers/promises'

import type { Expr, Given, InTable, Materialized, Plan, Shared, ToScalar } from '../ast.ts'
import { KqlError } from '../error.ts'
import type { Column, TableSource } from '../source/source.ts'
import type { Trace } from './trace.ts'

/** Rows in columns, in the order of the stream's names. */
export interface Block {
  readonly length: number
  readonly columns: readonly Column[]
}

/** Names of columns and the blocks that hold them. */
export interface Stream {
  readonly names: readonly string[]
  readonly blocks: AsyncIterable<Block>
}

/** A whole table in memory. */
export interface Table extends Block {
  readonly names: readonly string[]
}

export interface Limits {
  /** Rows of the result. */
  readonly rows: number
  /** Time of one query, parsing included. */
  readonly milliseconds: number
  /** About what a query may keep in memory. */
  readonly bytes: number
}

/** One evaluation of one query. */
export interface Run {
  readonly source: Pick<TableSource, 'scan' | 'promotes'>
  /** The same `now()` everywhere in a query. */
  readonly now: bigint
  readonly signal: AbortSignal | undefined
  readonly limits: Limits
  readonly deadline: number
  /** What it keeps of its rows so far; one count, also for the runs of subqueries. */
  readonly held: { bytes: number }
  /** When it last gave way. */
  pausedAt: number
  readonly shared: Map<Shared, unknown>
  readonly scalars: Map<ToScalar, unknown>
  readonly sets: Map<InTable, readonly unknown[]>
  readonly materialized: Map<Materialized, Promise<Table>>
  /** The rows of the `mv-apply` that is running. */
  readonly given: ReadonlyMap<Given, Table>
  /** Where the operators are asked for. */
  readonly trace?: Trace
}

export interface RunSetup extends Pick<Run, 'source' | 'now' | 'limits'> {
  readonly signal?: AbortSignal | undefined
  /** When the query began, as `performance.now()` gives it. @defaultValue now */
  readonly began?: number
  readonly trace?: Trace | undefined
}

export function startRun({ source, now, limits, signal, began, trace }: RunSetup): Run {
  const pausedAt = performance.now()
  return {
    source,
    now,
    signal,
    limits,
    deadline: (began ?? pausedAt) + limits.milliseconds,
    pausedAt,
    held: { bytes: 0 },
    shared: new Map(),
    scalars: new Map(),
    sets: new Map(),
    materialized: new Map(),
    given: new Map(),
    ...(trace && { trace }),
  }
}

/** A query gives way to the rest of the process at least this often, in milliseconds. */
const SHARE = 20

/** Called between blocks: ends a query that was aborted or takes too long, and lets timers and sockets have their turn. */
export async function checkpoint(run: Run): Promise<void> {
  const { signal, deadline, limits } = run
  signal?.throwIfAborted()
  const now = performance.now()
  if (now > deadline) {
    throw new KqlError(
      'limit',
      `The query took longer than ${limits.milliseconds} ms. Narrow its time range, or raise limits.milliseconds.`,
    )
  }
  if (now - run.pausedAt < SHARE) return
  await setImmediate()
  run.pausedAt = performance.now()
}

/** Columns that an operator needs of its input. */
export type Names = ReadonlySet<string>

/** How an operator asks for its input: the columns it needs, and filters that stand above. */
export type Open = (plan: Plan, need: Names, hints: readonly Expr[], run: Run) => Stream
