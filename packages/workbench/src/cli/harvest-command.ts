import { appendFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

import { alertRules } from '@kansoku/log-analytics'
import type { Command } from 'commander'

import { noteDataSet } from '../confirm/noted-data-sets.ts'
import { callIdsIn, casesText, harvestCases, saidQuery } from '../evaluations/harvest.ts'
import { droppedIds, readCases } from '../evaluations/read-cases.ts'
import type { QueryAnswer } from '../query/answer.ts'
import type { Asker } from '../query/asker.ts'
import { openAsker, type Where } from './ask.ts'
import { CliError } from './cli-error.ts'
import { chosen, configured, orExplain } from './evaluation-config.ts'
import { addWhereOptions } from './options.ts'
import { explainQueryProblem } from './query-error.ts'
import { readQuery } from './query-text.ts'
import { readIfThere } from './read-if-there.ts'
import { readTime } from './time.ts'

interface HarvestOptions extends Where {
  readonly config?: string
  readonly out?: string
  readonly since: string
  readonly until?: string
}

export function addHarvestCommand(program: Command): void {
  const command = program
    .command('harvest')
    .description('make cases of a data set from the calls behind an alert or a query')
    .argument('<evaluation>', 'its name in the configuration: to its data set the cases are added')
    .argument(
      '<rows>',
      'an alert rule, a query of the pack, a .kql file, or -; its rows name calls by Id',
    )
    .option('--config <file>', 'the configuration (default: kansoku.config.ts)')
  addWhereOptions(command)
    .option('--since <time>', 'how far back the calls are looked for', '7d')
    .option('--until <time>', 'now() of the alert or query: when it fired (default: now)')
    .option('-o, --out <file>', 'write to this file in place of the data set')
    .addHelpText('after', examples)
    .action(runHarvest)
}

async function runHarvest(name: string, what: string, options: HarvestOptions): Promise<void> {
  const config = await configured(options.config)
  const [evaluation] = chosen(config, name)
  if (evaluation === undefined) return
  const { query, name: file } = await rowsQuery(what)
  const { since, until } = options
  const now = until === undefined ? new Date() : readTime(until, '--until', new Date())
  const target = resolve(options.out ?? resolve(dirname(config.file), evaluation.data))
  const there = (await readIfThere(target)) ?? ''
  const cases = await orExplain(async () => readCases(there, target))
  const known = new Set([...cases.map(({ id }) => id), ...droppedIds(there)])
  const asker = await openAsker(options)
  try {
    const found = await answered(asker, query, file, now)
    const ids = callIdsIn(found)
    if (ids.length === 0)
      throw new CliError(
        found.rows.length === 0
          ? `${what} gives no row: nothing is to be harvested. An alert that fired before is asked with --until.`
          : `${what} gives no row that names a call: its rows need a column Id.`,
      )
    const said = saidQuery(ids, readTime(since, '--since', now), now)
    const harvest = harvestCases(
      await answered(asker, said, 'harvest', now),
      evaluation.harvest,
      known,
    )
    const { repeated, without } = harvest
    const begin = there === '' || there.endsWith('\n') ? '' : '\n'
    if (harvest.cases.length > 0) await appendFile(target, begin + casesText(harvest.cases))
    process.stdout.write(
      `${harvest.cases.length} cases were added to ${target}, of ${ids.length} calls; ${repeated} were there already or dropped, ${without} have no input to read.\n`,
    )
    if (harvest.cases.length === 0) return
    const labels = evaluation.prompt.output?.labels ?? []
    await noteDataSet(options.data, { evaluation: name, file: target, labels })
    process.stdout.write(TO_CONFIRM)
  } finally {
    await asker.close()
  }
}

const TO_CONFIRM = `What the model said is proposed as "expected", and no run counts these cases before a person has looked at them: on the page
of kansoku dev (Evaluations), or in the file, where "confirmed": false is to be taken out.
`

async function rowsQuery(what: string): Promise<{ name: string; query: string }> {
  const rule = alertRules().find(({ name }) => name === what)
  return rule === undefined ? readQuery(what) : { name: rule.name, query: rule.query }
}

async function answered(
  asker: Asker,
  query: string,
  name: string,
  now: Date,
): Promise<QueryAnswer> {
  const asked = await asker.ask(query, now)
  if ('answer' in asked) return asked.answer
  throw new CliError(explainQueryProblem(asked.problem, query, name), 2)
}

const examples = `
Texts are redacted (mail addresses, telephone and card numbers, keys and tokens); an input that is there already is
not added again. What a task takes of a call is said by "harvest" of the evaluation; without, it is { messages }.

Examples:
  kansoku harvest search-decision invalid-decisions-daily
  kansoku harvest search-decision invalid-decisions-daily --until 2026-03-01T09:00Z
  kansoku harvest search-decision drill-down --out incident.jsonl --workspace 8b6c3a2e-0000-4000-8000-5f1d2c3b4a59`
