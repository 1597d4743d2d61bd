import type { Command } from 'commander'

import {
  comparePrompt,
  type PromptComparison,
  VersionMissing,
  versionsQuery,
} from '../compare/compare-prompt.ts'
import { comparisonTable, verdictLines } from '../compare/comparison-text.ts'
import { ask, type Where } from './ask.ts'
import { CliError } from './cli-error.ts'
import { addWhereOptions, formatOption } from './options.ts'
import { type Format, formatAnswer } from './output.ts'
import { explainQueryProblem } from './query-error.ts'
import { alignedTable } from './table.ts'
import { readTime } from './time.ts'

interface CompareOptions extends Where {
  readonly format: Format
  readonly since: string
  readonly until?: string
}

export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description('two versions of a prompt beside each other, with a verdict')
    .argument('<prompt>', 'name of the prompt')
    .argument('<before>', 'a version')
    .argument('<after>', 'the version that is to be better')
  addWhereOptions(command)
    .addOption(formatOption())
    .option('--since <time>', 'first call: 30d, 12h, or an ISO 8601 time', '30d')
    .option('--until <time>', 'end (default: now)')
    .addHelpText('after', examples)
    .action(compare)
}

async function compare(
  prompt: string,
  before: string,
  after: string,
  { format, since, until, ...where }: CompareOptions,
): Promise<void> {
  if (before === after)
    throw new CliError(`Version ${before} is no other version than itself: name two.`)
  const now = new Date()
  const end = until === undefined ? now : readTime(until, '--until', now)
  const begin = readTime(since, '--since', end)
  if (begin >= end)
    throw new CliError(
      `--since ${since} is not before ${until === undefined ? 'now' : `--until ${until}`}.`,
    )
  const query = versionsQuery(prompt, begin, end)
  const asked = await ask(query, where)
  if ('problem' in asked)
    throw new CliError(explainQueryProblem(asked.problem, query, 'compare'), 2)
  try {
    const comparison = comparePrompt(prompt, asked.answer, before, after)
    process.stdout.write(`${output(comparison, format)}\n`)
  } catch (error) {
    if (!(error instanceof VersionMissing)) throw error
    const versions = error.versions.map((version) => version || '(none)').join(', ')
    throw new CliError(
      `There is ${error.message} of ${prompt} since ${since}${versions === '' ? '' : `; there are calls of version ${versions}`}. Look further back with --since.`,
    )
  }
}

function output(comparison: PromptComparison, format: Format): string {
  if (format === 'json') return JSON.stringify(comparison, null, 2)
  const table = comparisonTable(comparison)
  if (format === 'csv') return formatAnswer(table, format)
  return [alignedTable(table), '', ...verdictLines(comparison)].join('\n')
}

const examples = `
The verdict is on invalid outputs and on failures: improved, regressed, no detectable change, or too few calls to tell.
Weights of sampled rows are heeded.

Exit code: 0 compared, whatever the verdict; 1 a version has no calls, and anything else.

Examples:
  kansoku compare search_decision 1 2
  kansoku compare search_decision 1 2 --since 7d --format json
  kansoku compare search_decision 1 2 --workspace 8b6c3a2e-0000-4000-8000-5f1d2c3b4a59`
