import { type KqlEditor, kqlEditor } from './editor.ts'
import { KqlError } from './error.ts'
import { evaluatePlan } from './evaluate/result.ts'
import { type Limits, startRun } from './evaluate/run.ts'
import { withSchemas } from './evaluate/schemas.ts'
import { runSubqueries } from './evaluate/subqueries.ts'
import { reportOf, startTrace } from './evaluate/trace.ts'
import { languageClient } from './language/client.ts'
import type { Answer, KnownSchema } from './language/protocol.ts'
import type { KqlParameters } from './parameters/parameter.ts'
import { substitute } from './parameters/substitute.ts'
import type { Column, TableSource } from './source/source.ts'
import type {
  AzureUse,
  KqlColumn,
  KqlDiagnostic,
  KqlExplanation,
  KqlFunction,
  KqlResult,
} from './types.ts'
import { plainDecimal } from './values/decimal.ts'
import { plainDynamic } from './values/dynamic.ts'
import { unlazy } from './values/json.ts'
import { ticksPerMillisecond, unixEpochTicks } from './values/ticks.ts'

export interface KqlLimits {
  /** Rows of a result. @defaultValue 500_000, as Azure's API */
  readonly rows?: number
  /** Time of one query in milliseconds. @defaultValue 180_000 */
  readonly milliseconds?: number
  /**
   * About how many bytes of rows a query may keep in memory: what it sorts, joins, groups and gives.
   * @defaultValue 1 GiB
   */
  readonly bytes?: number
}

export interface KqlOptions {
  readonly source: TableSource
  /** Functions saved in the workspace. They may call each other. */
  readonly functions?: readonly KqlFunction[]
  readonly limits?: KqlLimits
}

export interface RunOptions {
  /** What `now()` gives: a Date, or ticks. @defaultValue the time of the call */
  readonly now?: Date | bigint
  /**
   * Values of the parameters of a workbook (`{Prompt}`, `{TimeRange:start}`), put in before parsing. Places in errors are
   * those of the text with its values.
   *
   * @defaultValue none: braces stay as they are
   */
  readonly parameters?: KqlParameters
  /** Also says how long each operator took and how many rows it gave. @defaultValue false */
  readonly explain?: boolean
  /** Ends the query; `run` then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

export interface Kql {
  /**
   * Evaluates a query.
   * @throws KqlError when the query is wrong, needs what this engine does not support, or passes a limit
   */
  run(query: string, options?: RunOptions): Promise<KqlResult>
  /** What is wrong with a query, without running it: the analyser's diagnostics, or the unsupported construct. */
  check(query: string, options?: Pick<RunOptions, 'signal'>): Promise<readonly KqlDiagnostic[]>
  /**
   * The same, and what Azure would refuse in that use although its parser takes it: alert rules, workbooks, tables on the
   * Basic plan.
   * @example await kql.lint('T | evaluate pivot(label)', { target: 'alert' }) // [{ code: 'alert-plugin', … }]
   */
  lint(query: string, use: AzureUse): Promise<readonly KqlDiagnostic[]>
  /** Completion, hover, colours and signatures for an editor. */
  readonly editor: KqlEditor
  /** Stops the parser's thread. An open engine does not keep a process alive. */
  close(): Promise<void>
}

function resolveLimits(limits: KqlLimits = {}): Limits {
  const { rows = 500_000, milliseconds = 180_000, bytes = 2 ** 30 } = limits
  return { rows, milliseconds, bytes }
}

const ticksOf = (now: Date | bigint): bigint =>
  typeof now === 'bigint' ? now : BigInt(now.getTime()) * ticksPerMillisecond + unixEpochTicks

function orThrow(answer: Answer): Answer {
  if (answer.kind !== 'failed') return answer
  throw new KqlError(answer.failure.code, answer.failure.message, answer.failure)
}

function planOf(answer: Answer): Answer & { kind: 'plan' } {
  const plan = orThrow(answer)
  if (plan.kind === 'plan') return plan
  throw new TypeError(`unexpected answer of the parser: ${answer.kind}`)
}

/** Rows for the caller: dynamics parsed and without boxes. */
function publicRows(
  columns: readonly KqlColumn[],
  cells: readonly Column[],
  length: number,
): unknown[][] {
  const shown = columns.map(({ type }, index) => {
    const column = cells[index] ?? []
    if (type === 'decimal') return Array.from(column, plainDecimal)
    return type === 'dynamic' ? Array.from(column, (value) => plainDynamic(unlazy(value))) : column
  })
  return Array.from({ length }, (_, row) => shown.map((column) => column[row]))
}

/**
 * KQL over tables of yours. Microsoft's parser analyses the query in a worker thread, which starts with the first query
 * (about 1.5 s) and stays; the engine evaluates it here.
 * @example
 * const kql = createKql({ source: memorySource({ T: { columns: [{ name: 'x', type: 'long' }], rows: [[1], [2]] } }) })
 * const { columns, rows } = await kql.run('T | summarize sum(x)')
 */
export function createKql({ source, functions = [], limits }: KqlOptions): Kql {
  const resolved = resolveLimits(limits)
  const language = languageClient(() => ({ tables: source.tables(), functions }))
  const diagnosticsOf = async (
    query: string,
    use?: AzureUse,
    signal?: AbortSignal,
  ): Promise<readonly KqlDiagnostic[]> => {
    const answer = await language.ask({ task: 'check', query, ...(use && { use }) }, signal)
    if (answer.kind === 'diagnostics') return answer.diagnostics
    throw new TypeError(`unexpected answer of the parser: ${answer.kind}`)
  }
  return {
    async run(text, { now = new Date(), parameters, explain = false, signal } = {}) {
      signal?.throwIfAborted()
      const began = performance.now()
      const query = parameters ? substitute(text, parameters) : text
      const ask = (schemas: readonly KnownSchema[]): Promise<Answer> =>
        language.ask({ task: 'plan', query, schemas }, signal)
      const answer = orThrow(await ask([]))
      const snapshot = await source.snapshot?.()
      const parsed = performance.now()
      const trace = explain ? startTrace() : undefined
      const run = startRun({
        source: {
          scan: (table, want) => (snapshot ?? source).scan(table, want),
          promotes: (table, property) => source.promotes?.(table, property) === true,
        },
        now: ticksOf(now),
        limits: resolved,
        signal,
        began,
        trace,
      })
      try {
        const { plan, visualization } = planOf(await withSchemas(answer, ask, run))
        await runSubqueries(plan, run)
        const table = await evaluatePlan(plan, run)
        const rows = publicRows(plan.columns, table.columns, table.length)
        const explanation: KqlExplanation | undefined = trace && {
          parsing: parsed - began,
          evaluation: performance.now() - parsed,
          operators: reportOf(trace),
        }
        return {
          columns: plan.columns,
          rows,
          ...(visualization && { visualization }),
          ...(explanation && { explanation }),
        }
      } finally {
        await snapshot?.close()
      }
    },
    check: (query, { signal } = {}) => diagnosticsOf(query, undefined, signal),
    lint: (query, use) => diagnosticsOf(query, use),
    editor: kqlEditor(language),
    close: () => language.close(),
  }
}
