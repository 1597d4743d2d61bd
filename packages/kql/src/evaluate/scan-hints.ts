import type { Expr } from '../ast.ts'
import { type Property, type Scan, timeColumn } from '../source/source.ts'
import type { KqlColumn, KqlType } from '../types.ts'
import { compile } from './expression.ts'
import { columnsRead } from './hints.ts'
import { memberRead } from './property.ts'
import type { Run } from './run.ts'

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

type Equality = NonNullable<Scan['equals']>[number]
type Containment = NonNullable<Scan['contains']>[number]

/** What a hint speaks of: a column, or the text of a property. */
interface Subject extends Partial<Property> {
  readonly column: string
  readonly type: KqlType
}

function subjectOf(expr: Expr | undefined): Subject | undefined {
  if (expr?.kind === 'column') return { column: expr.name, type: expr.type }
  if (expr?.kind !== 'call' || expr.name !== 'tostring' || expr.args.length !== 1) return undefined
  const [inner] = expr.args
  if (inner?.kind === 'column' && inner.type === 'string') return subjectOf(inner)
  const property = memberRead(inner)
  return property && { ...property, type: 'string' }
}

/**
 * What a source may leave out: the time range, equalities with constants, and texts in which a piece is missing. Never
 * what is true where something is not: a hint that drops a row is a wrong answer.
 */
export function scanHints(
  hints: readonly Expr[],
  columns: readonly KqlColumn[],
  run: Run,
): Pick<Scan, 'from' | 'to' | 'equals' | 'contains'> {
  const time = timeColumn(columns)
  const bounds: Bounds = {}
  const equals: Equality[] = []
  const contains: Containment[] = []
  for (const hint of hints) {
    if (hint.kind === 'column' && hint.type === 'bool')
      equals.push({ column: hint.name, values: [true] })
    if (hint.kind !== 'call') continue
    const swapped = subjectOf(hint.args[0]) === undefined && mirrored[hint.name] !== undefined
    const [first, ...others] = swapped ? hint.args.toReversed() : hint.args
    const operator = (swapped ? mirrored[hint.name] : hint.name) ?? ''
    const subject = subjectOf(first) ?? textOf(operator, first)
    if (!subject) continue
    const constants = others.map((arg) => constantValue(arg, run))
    if (constants.includes(undefined)) continue
    const values = constants.map((each) => each?.value)
    if (subject.key === undefined && subject.column === time)
      timeBounds(bounds, operator, values, hint.args[2]?.type)
    else if ((operator === '==' && values.length === 1) || operator === 'in')
      equals.push(...equality(subject, values, others))
    else if (textOperators.has(operator) && values.length === 1)
      contains.push(...containment(subject, values[0]))
  }
  return {
    ...bounds,
    ...(equals.length > 0 && { equals }),
    ...(contains.length > 0 && { contains }),
  }
}

function equality(
  { type, ...where }: Subject,
  values: readonly unknown[],
  others: readonly Expr[],
): Equality[] {
  const plain = values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value))
  return plain.length === values.length && pushableTypes.has(type) && sameTypes(type, others)
    ? [{ ...where, values: plain as (string | number | boolean)[] }]
    : []
}

/** Operators that are true only where the text contains the other one, whatever the case. */
const textOperators: ReadonlySet<string> = new Set(
  ['has', 'hasprefix', 'hassuffix', 'contains', 'startswith', 'endswith']
    .flatMap((name) => [name, `${name}_cs`])
    .concat('=~'),
)

/** A text operator takes a dynamic value as its text. */
function textOf(operator: string, expr: Expr | undefined): Subject | undefined {
  const property = textOperators.has(operator) ? memberRead(expr) : undefined
  return property && { ...property, type: 'string' }
}

/** Beyond ASCII, upper and lower case are not the same everywhere. */
const ascii = /^[\u0020-\u007e]+$/u

function containment({ type, ...where }: Subject, text: unknown): Containment[] {
  const possible = (type === 'string' || type === 'dynamic') && typeof text === 'string'
  return possible && ascii.test(text) ? [{ ...where, text }] : []
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
