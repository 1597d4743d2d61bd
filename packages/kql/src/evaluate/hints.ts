import type { Expr, Literal, Output, Plan } from '../ast.ts'
import { propertyName, propertyRead } from './property.ts'
import type { Run } from './run.ts'

/** The parts of a conjunction. */
export function conjuncts(predicate: Expr): Expr[] {
  return predicate.kind === 'call' && predicate.name === 'and'
    ? predicate.args.flatMap(conjuncts)
    : [predicate]
}

/** Names of the columns that expressions read. */
export function columnsRead(exprs: Iterable<Expr>, into: Set<string> = new Set()): Set<string> {
  for (const expr of exprs) {
    switch (expr.kind) {
      case 'column':
        into.add(expr.name)
        break
      case 'call': {
        const property = propertyRead(expr)
        if (property) into.add(propertyName(property))
        columnsRead(property ? expr.args.slice(1) : expr.args, into)
        break
      }
      case 'member':
        columnsRead([expr.target, expr.key], into)
        break
      case 'in-table':
        columnsRead([expr.left], into)
        break
      case 'literal':
      case 'dynamic':
      case 'shared':
      case 'to-scalar':
        break
      default:
        expr satisfies never
    }
  }
  return into
}

/** An expression with other expressions in place of its columns; undefined where it cannot be said. */
function replaced(expr: Expr, by: (name: string) => Expr | undefined): Expr | undefined {
  switch (expr.kind) {
    case 'column':
      return by(expr.name)
    case 'call': {
      const args = expr.args.map((arg) => replaced(arg, by))
      return args.includes(undefined) ? undefined : { ...expr, args: args as Expr[] }
    }
    case 'member': {
      const target = replaced(expr.target, by)
      const key = replaced(expr.key, by)
      return target && key && { ...expr, target, key }
    }
    case 'literal':
    case 'shared':
      return expr
    default:
      return undefined
  }
}

/** More values than this are faster to look up here than to say. */
const SAID = 1000

/** Filters as a source may be told of them: the values of `in (table)` are known when this is called. */
export function hintsOf(parts: readonly Expr[], run: Run): Expr[] {
  return parts.map((part) => {
    const values = part.kind === 'in-table' && part.operator === 'in' && run.sets.get(part)
    if (!values || values.length > SAID) return part
    const { left, type, at, table } = part
    const of = table.columns[0]?.type ?? 'dynamic'
    const literals = values.flatMap((value): Literal[] =>
      value === null || value === undefined ? [] : [{ kind: 'literal', type: of, value }],
    )
    return { kind: 'call', name: 'in', args: [left, ...literals], type, at }
  })
}

/** Filters above a projection, said in what stands below it. */
export function hintsBelow(hints: readonly Expr[], outputs: readonly Output[]): Expr[] {
  const origin = new Map(outputs.map(({ name, expr }) => [name, expr]))
  return hints.flatMap((hint) => replaced(hint, (name) => origin.get(name)) ?? [])
}

/** Whether hints may pass an operator unchanged. */
export const passesHints = (plan: Plan): boolean => plan.kind === 'sort' && !plan.limit
