import { styleText } from 'node:util'

import { queries } from '@kansoku/log-analytics'
import type { Command } from 'commander'

import type { QueryAnswer } from '../query/answer.ts'
import { ask } from './ask.ts'
import { drawChart } from './chart.ts'
import { CliError } from './cli-error.ts'
import { dataOption, formatOption } from './options.ts'
import { type Format, formatAnswer } from './output.ts'
import { explainQueryProblem } from './query-error.ts'
import { readQuery } from './query-text.ts'
import { formatTable } from './table.ts'

interface QueryOptions {
  readonly data: string
  readonly format: Format
  readonly chart?: boolean
}

const colors = ['green', 'blue', 'yellow', 'magenta', 'cyan', 'red'] as const

export function addQueryCommand(program: Command): void {
  program
    .command('query')
    .description('run KQL over the stored rows')
    .argument('<query>', 'a .kql file, the name of a query of the pack, or - for standard input')
    .addOption(dataOption())
    .addOption(formatOption())
    .option('-c, --chart', 'draw what the query renders')
    .addHelpText('after', examples)
    .action(query)
}

async function query(what: string, options: QueryOptions): Promise<void> {
  const { name, query: text } = await readQuery(what)
  const asked = await ask(text, options.data)
  if ('problem' in asked) throw new CliError(explainQueryProblem(asked.problem, text, name), 2)
  process.stdout.write(`${output(asked.answer, options)}\n`)
}

function output(answer: QueryAnswer, { format, chart = false }: QueryOptions): string {
  return format === 'table' && chart ? chartOf(answer) : formatAnswer(answer, format)
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

const examples = `
Queries of the pack: ${queries()
  .map(({ name }) => name)
  .join(', ')}
Functions of the pack can be called in any query: LLMCalls(ago(1d), now())

Exit code: 0 answered, 2 the query is wrong (the message names line and column), 1 anything else.

Examples:
  kansoku query answers-per-turn --chart
  kansoku query slow-calls.kql --format csv > slow-calls.csv
  echo 'LLMCalls(ago(1h), now()) | where not(Success) | project TimeGenerated, ErrorType' | kansoku query -`
