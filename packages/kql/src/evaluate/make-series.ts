import type { Expr, MakeSeries } from '../ast.ts'
import { KqlError } from '../error.ts'
import { conversion } from '../values/convert.ts'
import { wrapLong } from '../values/number.ts'
import { collect, layoutOf } from './block.ts'
import { valueOf } from './expression.ts'
import { keyOf } from './join.ts'
import type { Block, Names, Open, Run, Stream } from './run.ts'

/** Kusto's own limit. */
const maxBins = 1_048_576n

const whole = (value: unknown): bigint | undefined =>
  value === null || value === undefined ? undefined : BigInt(value as number | bigint)

interface Span {
  readonly start: bigint
  readonly end: bigint
}

/** One row per key: the bins from `from` up to and without `to`, or else from a series' first bin to its last. */
export function openMakeSeries(plan: MakeSeries, need: Names, run: Run, open: Open): Stream {
  const all = new Set(plan.input.columns.map(({ name }) => name))
  const input = open(plan.input, all, [], run)
  const place = layoutOf(input.names)
  const key = keyOf(plan.keys, input.names, run)
  const bound = (expr: Expr | undefined): bigint | undefined => expr && whole(valueOf(expr, run))
  const from = bound(plan.from)
  const to = bound(plan.to)
  const step = bound(plan.step) ?? 0n
  const { line, column } = plan.at
  const refuse = (what: string): KqlError =>
    new KqlError('runtime', `make-series ${what}, line ${line}, column ${column}`, plan.at)
  if (step <= 0n) throw refuse('needs a step above zero')
  if ((plan.from && from === undefined) || (plan.to && to === undefined))
    throw refuse('needs bounds that are not null')

  const boxAxis = conversion(plan.axis.type, 'dynamic')
  const axisValue = (ticks: bigint): unknown =>
    boxAxis(plan.axis.type === 'int' || plan.axis.type === 'long' ? wrapLong(ticks) : ticks)
  const series = plan.series.map(({ name, value, otherwise }) => {
    // A series of longs cannot hold null: Kusto puts 0 there.
    const nothing = value.type === 'real' ? null : 0
    const box = conversion(value.type, 'dynamic')
    const cell = (x: unknown): unknown => box(x ?? nothing)
    const absent = cell(conversion(otherwise.type, value.type)(valueOf(otherwise, run)))
    return { name, cell, absent, from: place.get(value.name) ?? -1 }
  })

  const spanOf = (bins: readonly bigint[]): Span => {
    const start = from ?? bins.reduce((a, b) => (b < a ? b : a))
    const end = to ?? bins.reduce((a, b) => (b > a ? b : a)) + step
    if ((end - start) / step > maxBins) throw refuse(`makes more than ${maxBins} bins`)
    return { start, end }
  }

  async function* blocks(): AsyncGenerator<Block> {
    const { length, columns } = await collect(input, run)
    const groups = new Map<unknown, number[]>()
    for (let row = 0; row < length; row++) {
      const name = key(columns, row)
      const rows = groups.get(name)
      if (rows) rows.push(row)
      else groups.set(name, [row])
    }
    if (groups.size === 0 && plan.nonempty) {
      if (plan.keys.length > 0 || from === undefined || to === undefined) throw unknownDefault(plan)
      groups.set(null, [])
    }
    const axis = columns[place.get('$axis') ?? -1] ?? []
    const made = [...groups.values()].map((rows) => {
      const bins = rows.map((row) => whole(axis[row]) ?? 0n)
      const { start, end } = spanOf(bins)
      const count = Number((end - start + step - 1n) / step)
      const at = bins.map((bin) => Number((bin - start) / step))
      const values = series.map(({ cell, absent, from: source }) => {
        const cells = Array.from({ length: count }, () => absent)
        rows.forEach((row, index) => {
          cells[at[index] ?? -1] = cell(columns[source]?.[row])
        })
        return cells
      })
      const ticks = Array.from({ length: count }, (_, index) =>
        axisValue(start + BigInt(index) * step),
      )
      return { row: rows[0] ?? 0, values, ticks }
    })
    const byName = new Map<string, readonly unknown[]>([
      ...plan.keys.map(({ name }) => {
        const source = columns[place.get(name) ?? -1] ?? []
        return [name, made.map(({ row }) => source[row])] as const
      }),
      ...series.map(({ name }, index) => [name, made.map(({ values }) => values[index])] as const),
      [plan.axis.name, made.map(({ ticks }) => ticks)],
    ])
    yield { length: made.length, columns: names.map((name) => byName.get(name) ?? []) }
  }
  const names = plan.columns.map(({ name }) => name).filter((name) => need.has(name))
  return { names, blocks: blocks() }
}

function unknownDefault({ at }: MakeSeries): KqlError {
  return new KqlError(
    'unsupported',
    `"make-series kind=nonempty" over no rows, with "by" or without "from" and "to", line ${at.line}, column ${at.column}`,
    at,
  )
}
