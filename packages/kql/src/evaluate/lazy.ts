import { refuse, type Site } from '../functions/site.ts'
import type { KqlType } from '../types.ts'
import { conversion, nullOf } from '../values/convert.ts'
import type { Compiled, Evaluate } from './expression.ts'

/** Forms that look at their arguments one after the other. */
type Lazy = (site: Site, args: readonly Compiled[]) => Evaluate

const missing = (value: unknown): boolean => value === null || value === undefined

/** Three-valued: false decides, else null decides. */
const and: Lazy = (_site, [left, right]) => {
  const a = (left as Compiled).evaluate
  const b = (right as Compiled).evaluate
  return (columns, row) => {
    const x = a(columns, row)
    if (x === false) return false
    const y = b(columns, row)
    if (y === false) return false
    return missing(x) || missing(y) ? null : true
  }
}

const or: Lazy = (_site, [left, right]) => {
  const a = (left as Compiled).evaluate
  const b = (right as Compiled).evaluate
  return (columns, row) => {
    const x = a(columns, row)
    if (x === true) return true
    const y = b(columns, row)
    if (y === true) return true
    return missing(x) || missing(y) ? null : false
  }
}

const not: Lazy = (_site, [inner]) => {
  const a = (inner as Compiled).evaluate
  return (columns, row) => {
    const x = a(columns, row)
    return missing(x) ? null : x !== true
  }
}

/** Values of one result type. Kusto refuses to mix long and real here. */
function branch(site: Site, values: readonly Compiled[]): Evaluate[] {
  const types = new Set<KqlType>(values.map(({ type }) => type))
  if (types.has('real') && (types.has('long') || types.has('int'))) {
    throw refuse(
      site,
      'runtime',
      `${site.name}() that mixes integer and real values: convert them to one type`,
    )
  }
  return values.map(({ type, evaluate }) => {
    if (type === site.type || (site.type === 'long' && type === 'int')) return evaluate
    const convert = conversion(type, site.type)
    return (columns, row) => convert(evaluate(columns, row))
  })
}

/** `case(p1, v1, p2, v2, …, otherwise)`: the first true one. */
const choose: Lazy = (site, args) => {
  const tests: Evaluate[] = []
  const values: Compiled[] = []
  for (let index = 0; index + 1 < args.length; index += 2) {
    tests.push((args[index] as Compiled).evaluate)
    values.push(args[index + 1] as Compiled)
  }
  const branches = branch(site, [...values, args.at(-1) as Compiled])
  return (columns, row) => {
    const found = tests.findIndex((test) => test(columns, row) === true)
    return branches.at(found)?.(columns, row)
  }
}

/** The first that is not null; of texts, the first that is not empty. */
const coalesce: Lazy = (site, args) => {
  const branches = branch(site, args)
  const nothing = nullOf(site.type)
  return (columns, row) => {
    for (const value of branches) {
      const found = value(columns, row)
      if (!missing(found) && found !== nothing) return found
    }
    return nothing
  }
}

export const lazyForms: Readonly<Record<string, Lazy>> = {
  and,
  or,
  not,
  iff: choose,
  iif: choose,
  case: choose,
  coalesce,
}
