import type { Expr, Output, Plan } from '../ast.ts'
import { type Scan, timeColumn } from '../source/source.ts'
import type { KqlColumn } from '../types.ts'
import { compile } from './expression.ts'
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
      case 'call':
        columnsRead(expr.args, into)
        break
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

/** The comparison `column operator constants` in terms of other names; undefined where it cannot be said. */
function renamed(hint: Expr, nameOf: (name: string) => string | undefined): Expr | undefined {
  switch (hint.kind) {
    case 'column': {
      const name = nameOf(hint.name)
      return name === undefined ? undefined : { ...hint, name }
    }
    case 'call': {
      const args = hint.args.map((arg) => renamed(arg, nameOf))
      return args.includes(undefined) ? undefined : { ...hint, args: args as Expr[] }
    }
    case 'literal':
    case 'shared':
      return hint
    default:
      return undefined
  }
}

/** Filters above a projection, said in the names below it. */
export function hintsBelow(hints: readonly Expr[], outputs: readonly Output[]): Expr[] {
  const origin = new Map(
    outputs.map(({ name, expr }) => [name, expr.kind === 'column' ? expr.name : undefined]),
  )
  return hints.flatMap((hint) => renamed(hint, (name) => origin.get(name)) ?? [])
}

const pushableTypes: ReadonlySet<string> = new Set(['string', 'bool', 'int', 'long'])

interface Bounds {
  from?: bigint
  to?: bigint
}

function tighten(bounds: Bounds, from: unknown, to: unknown): void {
  if (typeof from === 'bigint' && (bounds.from === undefined || from > bounds.from))
    bounds.from = from
  if (typeof to === 'bigint' && (bounds.to === undefined || to < bounds.to)) bounds.to = to
}

const mirrored: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
}

/**
 * What a source may leave out: the time range, and equalities with constants. Never `!=` or `has`: their null rules
 * differ between engines, and a hint that drops a row is a wrong answer.
 */
export function scanHints(
  hints: readonly Expr[],
  columns: readonly KqlColumn[],
  run: Run,
): Pick<Scan, 'from' | 'to' | 'equals'> {
  const time = timeColumn(columns)
  const bounds: Bounds = {}
  const equals: { column: string; values: (string | number | boolean)[] }[] = []
  for (const hint of hints) {
    if (hint.kind !== 'call') continue
    const swapped = hint.args[0]?.kind !== 'column' && hint.args[1]?.kind === 'column'
    const [column, ...others] = swapped ? [hint.args[1], hint.args[0]] : hint.args
    const operator = swapped ? mirrored[hint.name] : hint.name
    if (column?.kind !== 'column' || operator === undefined) continue
    const constants = others.map((arg) => constantValue(arg as Expr, run))
    if (constants.includes(undefined)) continue
    const values = constants.map((each) => each?.value)
    if (column.name === time) timeBounds(bounds, operator, values, hint.args[2]?.type)
    else if ((operator === '==' && values.length === 1) || operator === 'in') {
      const plain = values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value))
      if (
        plain.length === values.length &&
        pushableTypes.has(column.type) &&
        sameTypes(column.type, others)
      ) {
        equals.push({ column: column.name, values: plain as (string | number | boolean)[] })
      }
    }
  }
  return { ...bounds, ...(equals.length > 0 && { equals }) }
}

function sameTypes(type: string, others: readonly (Expr | undefined)[]): boolean {
  const integer = type === 'int' || type === 'long'
  return others.every(
    (each) => each?.type === type || (integer && (each?.type === 'int' || each?.type === 'long')),
  )
}

function timeBounds(
  bounds: Bounds,
  operator: string,
  values: readonly unknown[],
  endType?: string,
): void {
  const [first, second] = values
  switch (operator) {
    case '>':
    case '>=':
      return tighten(bounds, first, undefined)
    case '<':
    case '<=':
      return tighten(bounds, undefined, first)
    case '==':
      return tighten(bounds, first, first)
    case 'between':
      if (typeof first !== 'bigint' || typeof second !== 'bigint') return undefined
      return tighten(bounds, first, endType === 'timespan' ? first + second : second)
    default:
      return undefined
  }
}

function constantValue(expr: Expr, run: Run): { readonly value: unknown } | undefined {
  if (columnsRead([expr]).size > 0) return undefined
  return compile(expr, { layout: new Map(), run }).constant
}

/** Whether hints may pass an operator unchanged. */
export const passesHints = (plan: Plan): boolean => plan.kind === 'sort' && !plan.limit
