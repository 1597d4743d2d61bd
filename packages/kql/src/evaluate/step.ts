import { Script } from 'node:vm'

import type { Expr } from '../ast.ts'
import { KqlError } from '../error.ts'
import type { Run } from './run.ts'

/** Functions that may run a regular expression. RE2 takes linear time, JavaScript's engine may take far longer. */
const ofPatterns: ReadonlySet<string> = new Set([
  'matches regex',
  'extract',
  'extract_all',
  'extractall',
  'replace_regex',
  'replace',
  'countof',
  'trim',
  'trim_start',
  'trim_end',
])

/** Whether a regular expression runs in one of the expressions. */
function hasPatterns(exprs: readonly Expr[]): boolean {
  return exprs.some((expr) => {
    if (expr.kind === 'call') return ofPatterns.has(expr.name) || hasPatterns(expr.args)
    if (expr.kind === 'member') return hasPatterns([expr.target, expr.key])
    return expr.kind === 'in-table' && hasPatterns([expr.left])
  })
}

/** One block's work; what takes longer than this stands still at one text. */
const STEP = 1000

const slot = Symbol.for('kansoku.kql.step')
/** A constant text: the only way to end a running match is the time limit of a script. */
const script = new Script(`globalThis[Symbol.for('kansoku.kql.step')]()`)

/** Does an operator's work on one block. */
export type Step = <T>(work: () => T) => T

const freely: Step = (work) => work()

/**
 * How an operator works on a block: freely where nothing in its expressions can take for ever, else in bounded time. The
 * bound costs 0.2 ms a block, which is why it is not everywhere.
 */
export function stepOf(
  exprs: readonly Expr[],
  run: Run,
  pattern: boolean = hasPatterns(exprs),
): Step {
  if (!pattern) return freely
  return (work) => {
    const timeout = Math.max(1, Math.floor(Math.min(STEP, run.deadline - performance.now())))
    const place = globalThis as { [slot]?: () => unknown }
    place[slot] = work
    try {
      return script.runInThisContext({ timeout })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
      throw new KqlError(
        'limit',
        `A regular expression took longer than ${timeout} ms over some rows. Make it simpler, or filter with "has" or "contains" before.`,
      )
    } finally {
      delete place[slot]
    }
  }
}
