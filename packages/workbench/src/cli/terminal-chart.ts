import stringWidth from 'string-width'

import type { ChartData } from '../chart/chart-data.ts'
import { cellText } from '../query/cell-text.ts'
import { widest } from './widest.ts'

export interface ChartOptions {
  /** Terminal columns to fill. */
  readonly width: number
  /** Colours the bar or the legend of one series. */
  readonly paint: (series: number, text: string) => string
}

/** Bars of a series differ in their fill, so that the chart reads without colour. */
const fills = ['█', '▒', '░', '▓', '#', '=', '+', '·']
const fill = (series: number): string => fills[series % fills.length] ?? '█'

/**
 * Draws what `render` asked for as one horizontal bar for each place of the axis, the series side by
 * side in it: a terminal has no room for more.
 */
export function drawChart(data: ChartData, options: ChartOptions): string {
  const { axis, series, title } = data
  if (series.length === 0) return '(nothing to draw: the result is empty)'
  const groups = axis.places.map((label, place) => ({
    label: axis.type === 'time' ? shortTime(label) : label,
    values: series.map(({ values }) => values[place] ?? 0),
  }))

  const labelWidth = widest([axis.title, ...groups.map(({ label }) => label)])
  const counts = groups.map(({ values }) =>
    series.map(({ name }, index) => `${name} ${short(values[index] ?? 0)}`).join('  '),
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
    ({ name }, index) => `${options.paint(index, fill(index).repeat(2))} ${name}`,
  )
  return [
    ...(title === undefined ? [] : [cellText(title), '']),
    cellText(axis.title),
    ...lines,
    '',
    legend.join('   '),
  ].join('\n')
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

/** To the minute, as a label: `2026-01-31 09:00`. */
function shortTime(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}
