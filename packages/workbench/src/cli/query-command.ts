import { queries } from '@kansoku/log-analytics'
import type { Command } from 'commander'

import { chartData } from '../chart/chart-data.ts'
import type { QueryAnswer } from '../query/answer.ts'
import { askText } from './ask-text.ts'
import type { Where } from './ask.ts'
import { addWhereOptions, formatOption } from './options.ts'
import { type Format, formatAnswer } from './output.ts'
import { terminalChart } from './terminal.ts'

interface QueryOptions extends Where {
  readonly format: Format
  readonly chart?: boolean
}

export function addQueryCommand(program: Command): void {
  const command = program
    .command('query')
    .description('run KQL over the stored rows')
    .argument('<query>', 'a .kql file, the name of a query of the pack, or - for standard input')
  addWhereOptions(command)
    .addOption(formatOption())
    .option('-c, --chart', 'draw what the query renders')
    .addHelpText('after', examples)
    .action(query)
}

async function query(what: string, options: QueryOptions): Promise<void> {
  process.stdout.write(`${output(await askText(what, options), options)}\n`)
}

function output(answer: QueryAnswer, { format, chart = false }: QueryOptions): string {
  return format === 'table' && chart ? chartOf(answer) : formatAnswer(answer, format)
}

function chartOf(answer: QueryAnswer): string {
  const data = chartData(answer)
  if (data !== undefined) return terminalChart(data)
  const kind = answer.visualization?.kind
  process.stderr.write(
    kind === undefined
      ? 'The query has no "render", so here is the table.\n'
      : `${kind} is no chart that can be drawn, so here is the table.\n`,
  )
  return formatAnswer(answer, 'table')
}

const examples = `
Queries of the pack: ${queries()
  .map(({ name }) => name)
  .join(', ')}
Functions of the pack can be called in any query: LLMCalls(ago(1d), now())

With --workspace the query runs in Azure, and brings the functions of the pack along. The login is that of
"az login", of a managed identity, or of another that DefaultAzureCredential finds.

Exit code: 0 answered, 2 the query is wrong (the message names line and column), 3 Azure gave a part of the
answer, 1 anything else.

Examples:
  kansoku query answers-per-turn --chart
  kansoku query slow-calls.kql --format csv > slow-calls.csv
  kansoku query failing-calls --workspace 8b6c3a2e-0000-4000-8000-5f1d2c3b4a59
  echo 'LLMCalls(ago(1h), now()) | where not(Success) | project TimeGenerated, ErrorType' | kansoku query -`
