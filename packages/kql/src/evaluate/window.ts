import type { Call, Expr } from '../ast.ts'
import { KqlError } from '../error.ts'
import type { Column } from '../source/source.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { addLong, type Long } from '../values/number.ts'
import type { Compiled, Evaluate } from './expression.ts'

type Columns = readonly Column[]

const missing = (value: unknown): boolean => value === null || value === undefined

function constantArg(call: Call, arg: Compiled | undefined, what: string): unknown {
  if (arg && !arg.constant) {
    throw new KqlError(
      'semantic',
      `${call.name}() needs a constant ${what}, line ${call.at.line}, column ${call.at.column}`,
      call.at,
    )
  }
  return arg?.constant?.value
}

/** `prev(x, n, default)`, `next(x, n, default)`: off the end null, or `''`. */
function neighbour(call: Call, args: readonly Compiled[], direction: 1 | -1): Evaluate {
  const [value, distance, otherwise] = args
  const steps = distance ? Number(constantArg(call, distance, 'distance')) : 1
  if (!(steps >= 1)) {
    throw new KqlError(
      'runtime',
      `${call.name}() needs a distance of at least 1, line ${call.at.line}, column ${call.at.column}`,
      call.at,
    )
  }
  const nothing = otherwise
    ? conversion(otherwise.type, call.type)(constantArg(call, otherwise, 'default'))
    : nullOf(call.type)
  const evaluate = (value as Compiled).evaluate
  return (columns, row) => {
    const at = row + direction * steps
    return at < 0 || at >= (lengths.get(columns) ?? 0) ? nothing : evaluate(columns, at)
  }
}

/** Row counts of serialized tables: a table may have no columns. */
const lengths = new WeakMap<Columns, number>()
export function serialized(columns: Columns, length: number): void {
  lengths.set(columns, length)
}

/** Functions with a memory are computed for the whole table when the first row asks. */
function running(compute: (columns: Columns, length: number) => unknown[]): Evaluate {
  const results = new WeakMap<Columns, unknown[]>()
  return (columns, row) => {
    let values = results.get(columns)
    if (!values) {
      values = compute(columns, lengths.get(columns) ?? 0)
      results.set(columns, values)
    }
    return values[row]
  }
}

function rowNumber(call: Call, [start, restart]: readonly Compiled[]): Evaluate {
  const first = start ? (constantArg(call, start, 'start') as Long) : 1
  return running((columns, length) => {
    let number: Long = first
    return Array.from({ length }, (_, row) => {
      if (row > 0) number = restart?.evaluate(columns, row) === true ? first : addLong(number, 1)
      return number
    })
  })
}

function cumulated(_call: Call, [value, restart]: readonly Compiled[]): Evaluate {
  const term = value as Compiled
  const plus: (a: never, b: never) => unknown =
    term.type === 'real'
      ? (a: number, b: number) => a + b
      : term.type === 'timespan'
        ? (a: bigint, b: bigint) => a + b
        : addLong
  const zero = term.type === 'timespan' ? 0n : 0
  return running((columns, length) => {
    let total: unknown = zero
    return Array.from({ length }, (_, row) => {
      if (restart?.evaluate(columns, row) === true) total = zero
      const next = term.evaluate(columns, row)
      if (!missing(next)) total = plus(total as never, next as never)
      return total
    })
  })
}

function rank(_call: Call, [value, restart]: readonly Compiled[], dense: boolean): Evaluate {
  const term = (value as Compiled).evaluate
  return running((columns, length) => {
    let current = 0
    let position = 0
    return Array.from({ length }, (_, row) => {
      if (restart?.evaluate(columns, row) === true) {
        current = 0
        position = 0
      }
      position++
      const fresh = position === 1 || !Object.is(term(columns, row), term(columns, row - 1))
      if (fresh) current = dense ? current + 1 : position
      return current
    })
  })
}

/** Where a session began: it ends with its own length, with a gap, with a null, or where asked. */
function session(_call: Call, args: readonly Compiled[]): Evaluate {
  const [time, longest, gap, restart] = args as [Compiled, Compiled, Compiled, Compiled?]
  return running((columns, length) => {
    let start: bigint | null = null
    let before: bigint | null = null
    return Array.from({ length }, (_, row) => {
      const now = time.evaluate(columns, row) as bigint | null
      const far = (from: bigint | null, limit: Compiled): boolean =>
        from === null || now === null || now >= from + (limit.evaluate(columns, row) as bigint)
      const fresh =
        start === null ||
        far(start, longest) ||
        far(before, gap) ||
        restart?.evaluate(columns, row) === true
      if (fresh) start = now
      before = now
      return start
    })
  })
}

export function compileWindow(call: Call, compile: (expr: Expr) => Compiled): Evaluate | undefined {
  const args = (): Compiled[] => call.args.map(compile)
  switch (call.name) {
    case 'prev':
      return neighbour(call, args(), -1)
    case 'next':
      return neighbour(call, args(), 1)
    case 'row_number':
      return rowNumber(call, args())
    case 'row_cumsum':
      return cumulated(call, args())
    case 'row_rank_dense':
      return rank(call, args(), true)
    case 'row_window_session':
      return session(call, args())
    case 'row_rank_min':
      return rank(call, args(), false)
    default:
      return undefined
  }
}
