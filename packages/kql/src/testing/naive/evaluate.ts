import type {
  Aggregate,
  Expr,
  Join,
  MakeSeries,
  MvExpand,
  Parse,
  Plan,
  SortKey,
} from '../../ast.ts'
import type { KqlType } from '../../types.ts'
import { integer, long, type Row, valueOf } from './scalar.ts'

/** The rows of each table. */
export type NaiveTables = Readonly<Record<string, readonly Row[]>>

const nil = (value: unknown): boolean => value === null || value === undefined
const nothing = (type: KqlType): unknown => (type === 'string' ? '' : null)

/** What tells values of one type apart in a group, a join or a set. */
const key = (value: unknown): string =>
  nil(value)
    ? 'null'
    : `${typeof value === 'string' ? 's' : ''}${typeof value === 'object' ? JSON.stringify(value) : (value as number)}`

function compare(a: unknown, b: unknown, { descending, nullsFirst }: SortKey): number {
  if (nil(a) && nil(b)) return 0
  if (nil(a) || nil(b)) return nil(a) === nullsFirst ? -1 : 1
  const [x, y] = [a as number, b as number]
  // NaN stands before all numbers.
  const order = Number.isNaN(x)
    ? Number.isNaN(y)
      ? 0
      : -1
    : Number.isNaN(y)
      ? 1
      : Number(x > y) - Number(x < y)
  return descending ? -order : order
}

const ascending = (values: readonly unknown[]): unknown[] =>
  values.toSorted((a, b) => compare(a, b, { descending: false, nullsFirst: true } as SortKey))

function extreme(values: readonly unknown[], sign: 1 | -1, none: unknown): unknown {
  if (values.some(Number.isNaN)) return Number.NaN
  return ascending(values).at(sign > 0 ? -1 : 0) ?? none
}

function total(values: readonly unknown[], type: KqlType): unknown {
  if (type === 'real') return values.reduce((sum: number, value) => sum + (value as number), 0)
  return long(values.reduce((sum: bigint, value) => sum + BigInt(value as number), 0n))
}

function aggregate({ name, args, type }: Aggregate, rows: readonly Row[]): unknown {
  const [first, second] = args
  const all = first ? rows.map((row) => valueOf(first, { row })) : []
  const tested = name.endsWith('if') && second
  const values = all
    .filter((_, index) => !tested || valueOf(second, { row: rows[index] as Row }) === true)
    .filter((value) => !nil(value))
  switch (name) {
    case 'count':
      return rows.length
    case 'countif':
      return all.filter((value) => value === true).length
    case 'sum':
    case 'sumif':
      return total(values, first?.type ?? 'long')
    case 'avg':
      return values.length === 0
        ? Number.NaN
        : Number(total(values, first?.type ?? 'long')) / values.length
    case 'min':
      return extreme(values, -1, nothing(type))
    case 'max':
      return extreme(values, 1, nothing(type))
    case 'dcount':
      return new Set(values.map(key)).size
    case 'make_list':
      return values
    case 'make_set':
      return [...new Map(values.map((value) => [key(value), value])).values()]
    case 'percentile': {
      const share = valueOf(second as Expr, { row: new Map() }) as number
      return ascending(values)[Math.max(0, Math.ceil((share / 100) * values.length) - 1)] ?? null
    }
    default:
      throw new Error(`no naive aggregate ${name}()`)
  }
}

function groupsOf(exprs: readonly Expr[], rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const name = JSON.stringify(exprs.map((expr) => key(valueOf(expr, { row }))))
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return exprs.length === 0 ? [[...rows]] : [...groups.values()]
}

function joined(plan: Join, tables: NaiveTables): Row[] {
  const keyIn = (side: 'left' | 'right', row: Row): string =>
    JSON.stringify(plan.keys.map((each) => key(valueOf(each[side], { row }))))
  const all = evaluateNaively(plan.left, tables)
  const right = evaluateNaively(plan.right, tables)
  const left =
    plan.join === 'innerunique'
      ? all.filter(
          (row, at) => all.findIndex((each) => keyIn('left', each) === keyIn('left', row)) === at,
        )
      : all
  const pair = (a: Row | undefined, b: Row | undefined): Row =>
    new Map(
      plan.outputs.map(({ name, side, from }) => {
        const row = side === 'left' ? a : b
        const type = plan.columns.find((column) => column.name === name)?.type ?? 'long'
        return [name, row ? row.get(from) : nothing(type)]
      }),
    )
  const matches = (a: Row): Row[] => right.filter((b) => keyIn('right', b) === keyIn('left', a))
  const isMet = (b: Row): boolean => left.some((a) => keyIn('left', a) === keyIn('right', b))
  const pairs = left.flatMap((a) => matches(a).map((b) => pair(a, b)))
  const pairsAndLeft = left.flatMap((a) => {
    const found = matches(a)
    return found.length > 0 ? found.map((b) => pair(a, b)) : [pair(a, undefined)]
  })
  const rest = right.filter((b) => !isMet(b)).map((b) => pair(undefined, b))
  const kinds: Readonly<Record<Join['join'], () => Row[]>> = {
    innerunique: () => pairs,
    inner: () => pairs,
    leftouter: () => pairsAndLeft,
    rightouter: () => [...pairs, ...rest],
    fullouter: () => [...pairsAndLeft, ...rest],
    leftsemi: () => left.filter((a) => matches(a).length > 0).map((a) => pair(a, undefined)),
    leftanti: () => left.filter((a) => matches(a).length === 0).map((a) => pair(a, undefined)),
    rightsemi: () => right.filter(isMet).map((b) => pair(undefined, b)),
    rightanti: () => rest,
  }
  return kinds[plan.join]()
}

function elements(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (nil(value) || typeof value !== 'object') return [value ?? null]
  return Object.entries(value as object).map(([name, item]) => ({ [name]: item }))
}

function expanded({ items, index, input }: MvExpand, tables: NaiveTables): Row[] {
  return evaluateNaively(input, tables).flatMap((row) => {
    const lists = items.map(({ expr }) => elements(valueOf(expr, { row })))
    const length = Math.max(...lists.map((list) => list.length))
    return Array.from({ length }, (_, at) => {
      const cells = items.map(({ name }, place) => [name, lists[place]?.[at] ?? null] as const)
      return new Map([...row, ...cells, ...(index === undefined ? [] : [[index, at] as const])])
    })
  })
}

/** In the simple mode: all captures or none. */
function parsed(plan: Parse, row: Row): Row[] {
  const captures = plan.steps.filter((step) => step.kind === 'capture')
  const parts = plan.steps.map((step, index) => {
    const lazy = index < plan.steps.length - 1 ? '*?' : '*'
    if (step.kind === 'text') return step.text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`)
    return step.kind === 'skip' ? `[^]${lazy}` : `([^]${lazy})`
  })
  const found = new RegExp(`^${parts.join('')}$`).exec(String(valueOf(plan.source, { row })))
  const values = captures.map(({ type }, index) =>
    found && type !== 'string' ? integer(found[index + 1], 64) : found?.[index + 1],
  )
  const matches = found !== null && !values.some(nil)
  if (!matches && plan.onlyMatches) return []
  const cells = captures.map(
    ({ name, type }, index) => [name, matches ? values[index] : nothing(type)] as const,
  )
  return [new Map([...row, ...cells])]
}

const constant = (expr: Expr | undefined): bigint =>
  valueOf(expr as Expr, { row: new Map() }) as bigint

/** Of series of whole numbers between two bounds. */
function seriesOf(plan: MakeSeries, rows: readonly Row[]): Row[] {
  const [from, to, step] = [constant(plan.from), constant(plan.to), constant(plan.step)]
  const bins: bigint[] = []
  for (let bin = from; bin < to; bin += step) bins.push(bin)
  return groupsOf(plan.keys, rows).flatMap((group): Row[] => {
    const [first] = group
    if (!first) return []
    const keys = plan.keys.map((each) => [each.name, valueOf(each, { row: first })] as const)
    const series = plan.series.map(({ name, value, otherwise }) => {
      const cells = bins.map((bin) => {
        const row = group.find((each) => each.get('$axis') === bin)
        return row ? (valueOf(value, { row }) ?? 0) : valueOf(otherwise, { row: first })
      })
      return [name, cells] as const
    })
    const axis = bins.map((bin) => {
      const time = new Date(Number((bin - 621_355_968_000_000_000n) / 10_000n)).toISOString()
      return time.replace('Z', '0000Z')
    })
    return [new Map<string, unknown>([...keys, ...series, [plan.axis.name, axis]])]
  })
}

/**
 * The rows of a plan, by the definition of each operator: one row at a time, whole tables in between, nothing handed down.
 * Slow, and short enough to be read against Kusto's documentation. It knows what the generator of queries writes.
 */
export function evaluateNaively(plan: Plan, tables: NaiveTables): readonly Row[] {
  const inputOf = ({ input }: { readonly input: Plan }): readonly Row[] =>
    evaluateNaively(input, tables)
  switch (plan.kind) {
    case 'table':
      return tables[plan.table] ?? []
    case 'materialized':
      return inputOf(plan)
    case 'where':
      return inputOf(plan).filter((row) => valueOf(plan.predicate, { row }) === true)
    case 'project':
      return inputOf(plan).map(
        (row) => new Map(plan.outputs.map(({ name, expr }) => [name, valueOf(expr, { row })])),
      )
    case 'windowed': {
      const rows = inputOf(plan)
      return rows.map(
        (row, index) =>
          new Map(
            plan.outputs.map(({ name, expr }) => [name, valueOf(expr, { row, rows, index })]),
          ),
      )
    }
    case 'summarize': {
      const groups = groupsOf(
        plan.keys.map(({ expr }) => expr),
        inputOf(plan),
      )
      return groups.map((rows) => {
        const keys = plan.keys.map(
          ({ name, expr }) => [name, valueOf(expr, { row: rows[0] as Row })] as const,
        )
        const slots = plan.aggregates.map((each) => [each.slot, aggregate(each, rows)] as const)
        const row = new Map([...keys, ...slots])
        return new Map(plan.outputs.map(({ name, expr }) => [name, valueOf(expr, { row })]))
      })
    }
    case 'sort': {
      const rows = inputOf(plan).toSorted((a, b) => {
        const orders = plan.by.map((by) =>
          compare(valueOf(by.expr, { row: a }), valueOf(by.expr, { row: b }), by),
        )
        return orders.find((order) => order !== 0) ?? 0
      })
      const limit = plan.limit ? (valueOf(plan.limit, { row: new Map() }) as number) : rows.length
      return rows.slice(0, Math.max(0, limit))
    }
    case 'take':
      return inputOf(plan).slice(0, Math.max(0, valueOf(plan.count, { row: new Map() }) as number))
    case 'union':
      return plan.legs.flatMap(({ input, from, source }) =>
        evaluateNaively(input, tables).map(
          (row) =>
            new Map(
              plan.columns.map(({ name, type }, index) => {
                const column = from[index]
                if (column !== undefined) return [name, row.get(column)]
                return [name, name === plan.sourceColumn ? source : nothing(type)]
              }),
            ),
        ),
      )
    case 'join':
      return joined(plan, tables)
    case 'parse':
      return inputOf(plan).flatMap((row) => parsed(plan, row))
    case 'make-series':
      return seriesOf(plan, inputOf(plan))
    case 'mv-expand':
      return expanded(plan, tables)
    default:
      throw new Error(`no naive operator ${plan.kind}`)
  }
}
