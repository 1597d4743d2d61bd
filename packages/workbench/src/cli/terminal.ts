import { styleText } from 'node:util'

import type { ChartData } from '../chart/chart-data.ts'
import { drawChart } from './terminal-chart.ts'

const colors = ['green', 'blue', 'yellow', 'magenta', 'cyan', 'red'] as const

/** A chart for this process' standard output. */
export function terminalChart(data: ChartData): string {
  return drawChart(data, {
    width: terminalWidth(process.stdout.columns, process.env),
    // Colours only where a terminal shows them; NO_COLOR and FORCE_COLOR are heeded.
    paint: (series, text) =>
      styleText(colors[series % colors.length] ?? 'green', text, { stream: process.stdout }),
  })
}

/** No terminal is wider, but `COLUMNS` can say anything. */
const WIDEST = 500

/** A pipe has no width; `COLUMNS` says what stands at its end. */
function terminalWidth(columns: number | undefined, env: NodeJS.ProcessEnv): number {
  const said = columns ?? Number(env['COLUMNS'])
  return Number.isInteger(said) && said > 0 ? Math.min(said, WIDEST) : 80
}
