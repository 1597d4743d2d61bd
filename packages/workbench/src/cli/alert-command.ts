import { type AlertRule, alertRules, simulate, type SimulatedRun } from '@kansoku/log-analytics'

import type { QueryAnswer } from '../query/engine.ts'
import { openAsker } from './ask.ts'
import { CliError } from './cli-error.ts'
import { formatCsv } from './csv.ts'
import type { formats } from './query-command.ts'
import { explainQueryProblem } from './query-error.ts'
import { formatTable } from './table.ts'
import { readTime } from './time.ts'

export interface AlertListOptions {
  readonly format: (typeof formats)[number]
}

export interface AlertSimulateOptions extends AlertListOptions {
  readonly data: string
  readonly since?: string
  readonly until?: string
}

const text = (name: string) => ({ name, type: 'string' })
const number = (name: string) => ({ name, type: 'int' })

export function alertListCommand({ format }: AlertListOptions): void {
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
  print({ columns, rows }, format)
}

/** When a rule would have fired over the stored rows. */
export async function alertSimulateCommand(
  name: string,
  { data, format, since, until }: AlertSimulateOptions,
): Promise<void> {
  const rule = findRule(name)
  const now = new Date()
  const end = until === undefined ? now : readTime(until, '--until', now)
  const begin = readTime(since ?? (rule.frequency === 'P1D' ? '7d' : '1d'), '--since', end)
  const runs = await runsOf(rule, begin, end, data)
  print(
    {
      columns: [
        { name: 'From', type: 'datetime' },
        { name: 'At', type: 'datetime' },
        number('Rows'),
        text('Fired'),
      ],
      rows: runs.map(({ at, fired, from, rows }) => [
        from.toISOString(),
        at.toISOString(),
        rows,
        fired ? 'fired' : '',
      ]),
    },
    format,
  )
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
  data: string,
): Promise<readonly SimulatedRun[]> {
  const asker = await openAsker(data)
  try {
    return await simulate(rule, {
      since,
      until,
      countRows: async (query, now) => {
        const asked = await asker.ask(query, now)
        if ('answer' in asked) return asked.answer.rows.length
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

function print(answer: QueryAnswer, format: AlertListOptions['format']): void {
  const output = {
    table: () => formatTable(answer),
    csv: () => formatCsv(answer),
    json: () => JSON.stringify(answer, null, 2),
  }[format]()
  process.stdout.write(`${output}\n`)
}
