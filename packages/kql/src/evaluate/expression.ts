import type { Call, DynamicNode, Expr, Place } from '../ast.ts'
import { KqlError } from '../error.ts'
import { scalarFunctions } from '../functions/scalar.ts'
import { refuse, type Run as Body, type Site } from '../functions/site.ts'
import type { Column } from '../source/source.ts'
import type { KqlType } from '../types.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { bagOf, type Dynamic, memberOf } from '../values/dynamic.ts'
import { LazyJson } from '../values/json.ts'
import { blockForms } from './block-forms.ts'
import type { Layout } from './block.ts'
import { repeated } from './column.ts'
import { lazyForms } from './lazy.ts'
import { propertyName, propertyRead } from './property.ts'
import type { Block, Run } from './run.ts'

type Columns = readonly Column[]
export type Evaluate = (columns: Columns, row: number) => unknown

/** An expression as a closure; constants are known before the first row. */
export interface Compiled {
  readonly type: KqlType
  readonly evaluate: Evaluate
  readonly constant?: { readonly value: unknown }
  /** All rows at once, where that is cheaper; undefined where these columns have to be taken row by row. */
  readonly column?: (columns: Columns) => Column | undefined
}

export interface Scope {
  readonly layout: Layout
  readonly run: Run
  /** Window functions, where rows are serialized. */
  readonly window?: (call: Call, compile: (expr: Expr) => Compiled) => Evaluate | undefined
}

export function constant(type: KqlType, value: unknown): Compiled {
  return { type, evaluate: () => value, constant: { value } }
}

/** The values of all rows of a block. */
export function evaluateBlock(
  { evaluate, constant: known, column }: Compiled,
  block: Block,
): Column {
  const { columns, length } = block
  if (known) return repeated(known.value, length)
  const whole = column?.(columns)
  if (whole) return whole
  const cells: unknown[] = []
  for (let row = 0; row < length; row++) cells.push(evaluate(columns, row))
  return cells
}

export function compile(expr: Expr, scope: Scope): Compiled {
  switch (expr.kind) {
    case 'literal':
      return constant(expr.type, expr.value ?? nullOf(expr.type))
    case 'dynamic':
      return constant('dynamic', dynamicOf(expr.value))
    case 'column':
      return compileColumn(expr.name, expr.type, scope)
    case 'shared': {
      const { shared } = scope.run
      if (!shared.has(expr)) shared.set(expr, valueOf(expr.value, scope.run))
      return constant(expr.type, shared.get(expr))
    }
    case 'to-scalar':
      return constant(expr.type, scope.run.scalars.get(expr))
    case 'in-table': {
      const values = scope.run.sets.get(expr) ?? []
      const left = compile(expr.left, scope)
      const right = values.map((value) => constant(expr.table.columns[0]?.type ?? 'dynamic', value))
      return apply(expr.operator, [left, ...right], expr.type, expr.at, scope)
    }
    case 'member':
      return compileMember(compile(expr.target, scope), compile(expr.key, scope))
    case 'call': {
      const windowed = scope.window?.(expr, (inner) => compile(inner, scope))
      if (windowed) return { type: expr.type, evaluate: windowed }
      const args = expr.args.map((arg, index) =>
        index === 0 ? compileSubject(expr, arg, scope) : compile(arg, scope),
      )
      return apply(expr.name, args, expr.type, expr.at, scope)
    }
    default:
      return expr satisfies never
  }
}

/** The first argument; the text of a property comes from its own column, where the input has it. */
function compileSubject(call: Call, arg: Expr, scope: Scope): Compiled {
  const property = propertyRead(call)
  const name = property && propertyName(property)
  return name !== undefined && scope.layout.has(name)
    ? compileColumn(name, 'string', scope)
    : compile(arg, scope)
}

/** The value of an expression that reads no row. */
export function valueOf(expr: Expr, run: Run): unknown {
  return compile(expr, { layout: new Map(), run }).evaluate([], 0)
}

function compileColumn(name: string, type: KqlType, { layout }: Scope): Compiled {
  const index = layout.get(name)
  if (index === undefined)
    throw new KqlError('unsupported', `the column "${name}" cannot be read in this place`)
  if (type !== 'dynamic') {
    return {
      type,
      evaluate: (columns, row) => columns[index]?.[row],
      column: (columns) => columns[index],
    }
  }
  return {
    type,
    evaluate: (columns, row) => {
      const value = columns[index]?.[row]
      return value instanceof LazyJson ? value.value : value
    },
  }
}

function compileMember(target: Compiled, key: Compiled): Compiled {
  if (target.constant && key.constant) {
    return constant('dynamic', memberOf(target.constant.value, key.constant.value))
  }
  const from = target.evaluate
  if (key.constant) {
    const { value } = key.constant
    return { type: 'dynamic', evaluate: (columns, row) => memberOf(from(columns, row), value) }
  }
  const at = key.evaluate
  return {
    type: 'dynamic',
    evaluate: (columns, row) => memberOf(from(columns, row), at(columns, row)),
  }
}

export function siteOf(
  name: string,
  args: readonly Compiled[],
  type: KqlType,
  at: Place,
  run: Run,
): Site {
  return {
    name,
    type,
    at,
    now: run.now,
    types: args.map((arg) => arg.type),
    constants: args.map((arg) => arg.constant),
  }
}

function apply(
  name: string,
  args: readonly Compiled[],
  type: KqlType,
  at: Place,
  { run }: Scope,
): Compiled {
  const site = siteOf(name, args, type, at, run)
  const lazy = Object.hasOwn(lazyForms, name) ? lazyForms[name] : undefined
  const make = Object.hasOwn(scalarFunctions, name) ? scalarFunctions[name] : undefined
  if (!lazy && !make) throw refuse(site, 'unsupported', `${name}() is not supported by this engine`)
  const evaluate = lazy ? lazy(site, args) : applied((make as NonNullable<typeof make>)(site), args)
  // Arguments are constant: so is the result, computed now.
  if (args.every((arg) => arg.constant)) return constant(type, evaluate([], 0))
  const column = Object.hasOwn(blockForms, name) ? blockForm(name, site, args[0]) : undefined
  return { type, evaluate, ...(column && { column }) }
}

function blockForm(name: string, site: Site, first: Compiled | undefined): Compiled['column'] {
  const form = blockForms[name]?.(site)
  const input = first?.column
  if (!form || !input) return undefined
  return (columns) => {
    const column = input(columns)
    return column && form(column)
  }
}

/** The commonest argument counts without an array of arguments. */
function applied(body: Body, args: readonly Compiled[]): Evaluate {
  const [a, b, c] = args.map((arg) => arg.evaluate) as [Evaluate, Evaluate, Evaluate]
  switch (args.length) {
    case 0:
      return () => body()
    case 1:
      return (columns, row) => body(a(columns, row))
    case 2:
      return (columns, row) => body(a(columns, row), b(columns, row))
    case 3:
      return (columns, row) => body(a(columns, row), b(columns, row), c(columns, row))
    default:
      return (columns, row) => body(...args.map((arg) => arg.evaluate(columns, row)))
  }
}

function dynamicOf(node: DynamicNode): Dynamic {
  switch (node.kind) {
    case 'value':
      return conversion(node.type, 'dynamic')(node.value)
    case 'array':
      return node.items.map(dynamicOf)
    case 'bag':
      return bagOf(node.entries.map(([key, value]) => [key, dynamicOf(value)] as const))
    default:
      return node satisfies never
  }
}
