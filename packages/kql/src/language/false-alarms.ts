import type { Problem, SyntaxNode } from './kusto-types.ts'
import { children, kind, list, scalarType } from './kusto.ts'

/**
 * Errors of the analyser that the engine does not make (reference: recorded answers of the real one), by the argument
 * that they are about. `count(x)` counts all rows, `array_length()` of a literal bag is null, the seconds of a timespan
 * may be a real, and inside `search` a term may be negated.
 */
type Alarm = (call: SyntaxNode, inSearch: boolean, argument: number) => boolean
const alarms: Readonly<Record<string, Alarm>> = {
  KS107: (call, inSearch) => isCount(call) || (inSearch && isNegatedTerm(call)),
  KS134: (call, _inSearch, argument) => isSeconds(call, argument),
  KS234: (call) => ['array_length', 'arraylength'].includes(call.Name?.SimpleName ?? ''),
}

export function withoutFalseAlarms(
  problems: readonly Problem[],
  statements: readonly SyntaxNode[],
): readonly Problem[] {
  if (!problems.some(({ code }) => Object.hasOwn(alarms, code))) return problems
  const calls = statements.flatMap((statement) => callsIn(statement, false))
  return problems.filter(
    ({ code, start }) =>
      !calls.some(
        ({ call, inSearch, starts }) =>
          starts.includes(start) && alarms[code]?.(call, inSearch, starts.indexOf(start)) === true,
      ),
  )
}

interface Called {
  readonly call: SyntaxNode
  readonly inSearch: boolean
  /** Where its arguments begin. */
  readonly starts: readonly number[]
}

function callsIn(node: SyntaxNode, inSearch: boolean): Called[] {
  const within = inSearch || kind(node) === 'SearchOperator'
  const inner = children(node).flatMap((child) => callsIn(child, within))
  if (kind(node) !== 'FunctionCallExpression') return inner
  const starts = list(node.ArgumentList?.Expressions).map(({ TextStart }) => TextStart)
  return [{ call: node, inSearch: within, starts }, ...inner]
}

/** The last of three or four arguments of `make_timespan()`, a real. */
function isSeconds(call: SyntaxNode, at: number): boolean {
  const args = list(call.ArgumentList?.Expressions)
  const last = args[at]
  return (
    call.Name?.SimpleName === 'make_timespan' &&
    at >= 2 &&
    at === args.length - 1 &&
    last !== undefined &&
    scalarType(last) === 'real'
  )
}

/** `not("term")`. */
export function isNegatedTerm(node: SyntaxNode): boolean {
  if (kind(node) !== 'FunctionCallExpression' || node.Name?.SimpleName !== 'not') return false
  const [argument, ...others] = list(node.ArgumentList?.Expressions)
  return argument !== undefined && others.length === 0 && scalarType(argument) === 'string'
}

/** `count()` of a value that is no bool: of those the engine's answer is known. */
export function isCount(node: SyntaxNode): boolean {
  if (kind(node) !== 'FunctionCallExpression' || node.Name?.SimpleName !== 'count') return false
  const [argument, ...others] = list(node.ArgumentList?.Expressions)
  return argument !== undefined && others.length === 0 && scalarType(argument) !== 'bool'
}
