import { styleText } from 'node:util'

import type { QueryAnswer } from '../query/engine.ts'
import { ask } from './ask.ts'
import { drawChart } from './chart.ts'
import { CliError } from './cli-error.ts'
import { formatCsv } from './csv.ts'
import { explainQueryProblem } from './query-error.ts'
import { readQuery } from './query-text.ts'
import { formatTable } from './table.ts'

export const formats = ['table', 'json', 'csv'] as const

export interface QueryCommandOptions {
  readonly data: string
  readonly format: (typeof formats)[number]
  readonly chart?: boolean
}

const colors = ['green', 'blue', 'yellow', 'magenta', 'cyan', 'red'] as const

export async function queryCommand(what: string, options: QueryCommandOptions): Promise<void> {
  const { name, query } = await readQuery(what)
  const asked = await ask(query, options.data)
  if ('problem' in asked) throw new CliError(explainQueryProblem(asked.problem, query, name), 2)
  process.stdout.write(`${output(asked.answer, options)}\n`)
}

function output(answer: QueryAnswer, { format, chart = false }: QueryCommandOptions): string {
  switch (format) {
    case 'json':
      return JSON.stringify(answer, null, 2)
    case 'csv':
      return formatCsv(answer)
    case 'table':
      return chart ? chartOf(answer) : formatTable(answer)
    default:
      format satisfies never
      return ''
  }
}

function chartOf(answer: QueryAnswer): string {
  const chart = drawChart(answer, {
    width: terminalWidth(process.stdout.columns, process.env),
    // Colours only where a terminal shows them; NO_COLOR and FORCE_COLOR are heeded.
    paint: (series, text) =>
      styleText(colors[series % colors.length] ?? 'green', text, { stream: process.stdout }),
  })
  if (chart !== undefined) return chart
  const kind = answer.visualization?.kind
  process.stderr.write(
    kind === undefined
      ? 'The query has no "render", so here is the table.\n'
      : `A terminal cannot draw ${kind} (columnchart and barchart it can), so here is the table.\n`,
  )
  return formatTable(answer)
}

/** No terminal is wider, but `COLUMNS` can say anything. */
const WIDEST = 500

/** A pipe has no width; `COLUMNS` says what stands at its end. */
function terminalWidth(columns: number | undefined, env: NodeJS.ProcessEnv): number {
  const said = columns ?? Number(env['COLUMNS'])
  return Number.isInteger(said) && said > 0 ? Math.min(said, WIDEST) : 80
}
