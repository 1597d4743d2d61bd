import stringWidth from 'string-width'

import type { QueryAnswer } from '../query/answer.ts'
import { cellText } from './cell.ts'
import { widest } from './widest.ts'

export interface ChartOptions {
  /** Terminal columns to fill. */
  readonly width: number
  /** Colours the bar or the legend of one series. */
  readonly paint: (series: number, text: string) => string
}

/** Bars of a series differ in their fill, so that the chart reads without colour. */
const fills = ['█', '▒', '░', '▓', '#', '=', '+', '·']
const drawn = new Set(['columnchart', 'barchart'])
const numeric = new Set(['int', 'long', 'real', 'decimal'])

const fill = (series: number): string => fills[series % fills.length] ?? '█'

interface Group {
  readonly label: string
  /** One value a series; 0 where the result has no row. */
  readonly values: readonly number[]
}

/**
 * Draws what `render columnchart` or `barchart` asked for as one stacked, horizontal bar for each
 * value of the first column; text columns and further number columns are the series. Undefined when
 * the query renders something else.
 */
export function drawChart(answer: QueryAnswer, options: ChartOptions): string | undefined {
  const { visualization, columns } = answer
  if (visualization === undefined || !drawn.has(visualization.kind)) return undefined
  const [axis] = columns
  const { series, groups } = gather(answer)
  if (axis === undefined || series.length === 0) return '(nothing to draw: the result is empty)'

  const labelWidth = widest([axis.name, ...groups.map(({ label }) => label)])
  const counts = groups.map(({ values }) =>
    series.map((name, index) => `${name} ${short(values[index] ?? 0)}`).join('  '),
  )
  const countWidth = widest(counts)
  const barWidth = Math.max(10, options.width - labelWidth - countWidth - 4)
  const most = groups.reduce((greatest, { values }) => Math.max(greatest, total(values)), 0)

  const lines = groups.map(({ label, values }, index) => {
    const lengths = segments(values, most, barWidth)
    const bar = lengths.map((length, at) => options.paint(at, fill(at).repeat(length))).join('')
    const rest = ' '.repeat(
      Math.max(0, barWidth - lengths.reduce((sum, length) => sum + length, 0)),
    )
    return `${' '.repeat(labelWidth - stringWidth(label))}${label}  ${bar}${rest}  ${counts[index]}`
  })
  const legend = series.map(
    (name, index) => `${options.paint(index, fill(index).repeat(2))} ${name}`,
  )
  return [
    ...(visualization.title === undefined ? [] : [cellText(visualization.title), '']),
    cellText(axis.name),
    ...lines,
    '',
    legend.join('   '),
  ].join('\n')
}

function gather({ columns, rows }: QueryAnswer): { series: string[]; groups: Group[] } {
  const measures = columns.flatMap(({ name, type }, index) =>
    index > 0 && numeric.has(type) ? [{ name, index }] : [],
  )
  const splits = columns.flatMap(({ type }, index) =>
    index > 0 && !numeric.has(type) ? [index] : [],
  )
  const series: string[] = []
  const groups = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const label = cellText(row[0]) || '(none)'
    const group = groups.get(label) ?? new Map<string, number>()
    groups.set(label, group)
    const split = splits.map((index) => cellText(row[index]))
    for (const measure of measures) {
      const name = [
        ...split,
        ...(measures.length > 1 || split.length === 0 ? [measure.name] : []),
      ].join(' ')
      if (!series.includes(name)) series.push(name)
      group.set(name, (group.get(name) ?? 0) + Number(row[measure.index] ?? 0))
    }
  }
  return {
    series,
    groups: [...groups].map(([label, group]) => ({
      label,
      values: series.map((name) => group.get(name) ?? 0),
    })),
  }
}

/** Lengths of the parts of one bar: cut where their sums fall, and at least 1 for what is not zero. */
function segments(values: readonly number[], most: number, width: number): number[] {
  let sum = 0
  let end = 0
  return values.map((value) => {
    sum += Math.max(0, value)
    const begin = end
    end = Math.max(begin + (value > 0 ? 1 : 0), most > 0 ? Math.round((sum / most) * width) : 0)
    return end - begin
  })
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + Math.max(0, value), 0)
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4)
}
