import { type AlertRule, alertRules, simulate, type SimulatedRun } from '@kansoku/log-analytics'
import type { Command } from 'commander'

import { openAsker, type Where } from './ask.ts'
import { CliError } from './cli-error.ts'
import { addWhereOptions, formatOption } from './options.ts'
import { type Format, formatAnswer } from './output.ts'
import { explainQueryProblem } from './query-error.ts'
import { readTime } from './time.ts'

interface ListOptions {
  readonly format: Format
}

interface SimulateOptions extends ListOptions, Where {
  readonly since?: string
  readonly until?: string
}

const text = (name: string) => ({ name, type: 'string' })
const number = (name: string) => ({ name, type: 'int' })

export function addAlertCommand(program: Command): void {
  const alert = program.command('alert').description('the alert rules of the pack')
  alert
    .command('list')
    .description('which rules there are')
    .addOption(formatOption())
    .action(listRules)
  const simulation = alert
    .command('simulate')
    .description('when a rule would have fired over the stored rows')
    .argument('<rule>', 'name of the rule')
  addWhereOptions(simulation)
    .addOption(formatOption())
    .option('--since <time>', 'begin of the first window: 7d, 12h, or an ISO 8601 time')
    .option('--until <time>', 'end of the last window (default: now)')
    .addHelpText('after', examples)
    .action(simulateRule)
}

function listRules({ format }: ListOptions): void {
  const columns = [
    text('Name'),
    text('Frequency'),
    text('Window'),
    number('Severity'),
    number('Threshold'),
    text('Title'),
  ]
  const rows = alertRules().map(({ name, frequency, window, severity, threshold, title }) => [
    name,
    frequency,
    window,
    severity,
    threshold,
    title.en,
  ])
  process.stdout.write(`${formatAnswer({ columns, rows }, format)}\n`)
}

async function simulateRule(
  name: string,
  { format, since, until, ...where }: SimulateOptions,
): Promise<void> {
  const rule = findRule(name)
  const now = new Date()
  const end = until === undefined ? now : readTime(until, '--until', now)
  const begin = readTime(since ?? (rule.frequency === 'P1D' ? '7d' : '1d'), '--since', end)
  const runs = await runsOf(rule, begin, end, where)
  const columns = [
    { name: 'From', type: 'datetime' },
    { name: 'At', type: 'datetime' },
    { name: rule.measure ?? 'Rows', type: rule.measure === undefined ? 'int' : 'real' },
    text('Fired'),
  ]
  const rows = runs.map((run) => [
    run.from.toISOString(),
    run.at.toISOString(),
    run.value,
    run.fired ? 'fired' : '',
  ])
  process.stdout.write(`${formatAnswer({ columns, rows }, format)}\n`)
}

function findRule(name: string): AlertRule {
  const rules = alertRules()
  const rule = rules.find((each) => each.name === name)
  if (rule) return rule
  const names = rules.map((each) => each.name).join(', ')
  throw new CliError(`${name}: there is no alert of that name. There are: ${names}.`)
}

async function runsOf(
  rule: AlertRule,
  since: Date,
  until: Date,
  where: Where,
): Promise<readonly SimulatedRun[]> {
  const asker = await openAsker(where)
  try {
    return await simulate(rule, {
      since,
      until,
      run: async (query, now) => {
        const asked = await asker.ask(query, now)
        if ('answer' in asked) return asked.answer
        throw new CliError(explainQueryProblem(asked.problem, query, rule.name), 2)
      },
    })
  } catch (error) {
    if (error instanceof RangeError) throw new CliError(`${error.message}.`, 1, { cause: error })
    throw error
  } finally {
    await asker.close()
  }
}

const examples = `
Rules: ${alertRules()
  .map(({ name }) => name)
  .join(', ')}

Examples:
  kansoku alert simulate invalid-decisions-daily
  kansoku alert simulate failure-ratio --since 12h --format csv`
