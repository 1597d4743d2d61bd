import { readFileSync } from 'node:fs'

import { alertRules, queries } from '@kansoku/log-analytics'
import { Command, InvalidArgumentError, Option } from 'commander'

import { isStoreError } from '../store/store-error.ts'
import {
  alertListCommand,
  type AlertListOptions,
  alertSimulateCommand,
  type AlertSimulateOptions,
} from './alert-command.ts'
import { CliError } from './cli-error.ts'
import { devCommand, type DevCommandOptions } from './dev-command.ts'
import { generateCommand, type GenerateOptions } from './generate-command.ts'
import { formats, queryCommand, type QueryCommandOptions } from './query-command.ts'

/** Runs the command line; resolves to the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0
  const program = new Command('kansoku')
    .description('Application Insights on your laptop: receives telemetry, keeps it, answers KQL.')
    .version(version())
    .addHelpText('after', examples)
    .showHelpAfterError('(kansoku --help shows examples)')
  program
    .command('dev')
    .description('receive telemetry; with a command, run it with its telemetry sent here')
    .argument('[command...]', 'the command to run, after --')
    .option('-p, --port <port>', 'port on 127.0.0.1; 0 takes a free one', port, 4319)
    .addOption(dataOption())
    .addHelpText('after', devExamples)
    .action(async (command: string[], options: DevCommandOptions) => {
      exitCode = await devCommand(command, options)
    })
  program
    .command('query')
    .description('run KQL over the stored rows')
    .argument('<query>', 'a .kql file, the name of a query of the pack, or - for standard input')
    .addOption(dataOption())
    .addOption(formatOption())
    .option('-c, --chart', 'draw what the query renders')
    .addHelpText('after', queryExamples)
    .action(async (what: string, options: QueryCommandOptions) => queryCommand(what, options))
  const alert = program.command('alert').description('the alert rules of the pack')
  alert
    .command('list')
    .description('which rules there are')
    .addOption(formatOption())
    .action((options: AlertListOptions) => alertListCommand(options))
  alert
    .command('simulate')
    .description('when a rule would have fired over the stored rows')
    .argument('<rule>', 'name of the rule')
    .addOption(dataOption())
    .addOption(formatOption())
    .option('--since <time>', 'begin of the first window: 7d, 12h, or an ISO 8601 time')
    .option('--until <time>', 'end of the last window (default: now)')
    .addHelpText('after', alertExamples)
    .action(async (rule: string, options: AlertSimulateOptions) =>
      alertSimulateCommand(rule, options),
    )
  program
    .command('generate')
    .description('write what Azure needs: ARM template, Bicep, workbook and KQL files')
    .argument(
      '[prompts]',
      'a module that exports prompts, or a .json file; without: the pack as it is',
    )
    .option('-o, --out <folder>', 'folder to write to; made if absent', folder, 'kansoku')
    .option('--prefix <text>', 'default of the parameter with which names of resources begin')
    .option('--workspace', 'make the Log Analytics workspace too')
    .option('--application-insights', 'make an Application Insights resource')
    .option('--action-group', 'make an action group that mails')
    .addOption(
      new Option(
        '--console-lines <host>',
        'send the console lines of a host to the workspace',
      ).choices(['functions', 'app-service', 'container-apps']),
    )
    .addOption(
      new Option('--rule-identity <whose>', 'with whose rights alerts read').choices([
        'system',
        'editor',
      ]),
    )
    .option('--force', 'overwrite files that kansoku did not write')
    .addHelpText('after', generateExamples)
    .action(async (prompts: string | undefined, options: GenerateOptions) =>
      generateCommand(prompts, options),
    )
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CliError) {
      process.stderr.write(`${error.message}\n`)
      return error.exitCode
    }
    if (isStoreError(error)) {
      process.stderr.write(`${error.message}\n`)
      return 1
    }
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return 1
  }
}

function formatOption(): Option {
  return new Option('-f, --format <format>', 'how to print').choices(formats).default('table')
}

function dataOption(): Option {
  return new Option('-d, --data <folder>', 'folder of the stored rows')
    .default('.kansoku')
    .argParser(folder)
}

/** An empty variable in a script would otherwise mean the working directory. */
function folder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Name a folder.')
  return text
}

function port(text: string): number {
  const value = Number(text)
  if (!/^\d{1,5}$/.test(text) || value > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  }
  return value
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

const examples = `
Examples:
  kansoku dev -- node --import @kansoku/azure-monitor/register app.js
  kansoku query answers-per-turn --chart
  echo 'AppDependencies | summarize sum(ItemCount) by Name' | kansoku query -`

const devExamples = `
With a command, APPLICATIONINSIGHTS_CONNECTION_STRING is set for it (unless it is set already), and
kansoku ends with it and with its exit code. Without one, kansoku runs until Ctrl+C.

Examples:
  kansoku dev
  kansoku dev --port 4400 --data experiment -- npm start`

const queryExamples = `
Queries of the pack: ${queries()
  .map(({ name }) => name)
  .join(', ')}
Functions of the pack can be called in any query: LLMCalls(ago(1d), now())

Exit code: 0 answered, 2 the query is wrong (the message names line and column), 1 anything else.

Examples:
  kansoku query answers-per-turn --chart
  kansoku query slow-calls.kql --format csv > slow-calls.csv
  echo 'LLMCalls(ago(1h), now()) | where not(Success) | project TimeGenerated, ErrorType' | kansoku query -`

const alertExamples = `
Rules: ${alertRules()
  .map(({ name }) => name)
  .join(', ')}

Examples:
  kansoku alert simulate invalid-decisions-daily
  kansoku alert simulate failure-ratio --since 12h --format csv`

const generateExamples = `
Each prompt with a contract gets its alert, its chart and its part of the workbook. Nothing is deployed.

Examples:
  kansoku generate
  kansoku generate src/prompts.ts --out infrastructure/kansoku --action-group
  az deployment group what-if -g my-group -f kansoku/kansoku.bicep -p workspaceName=my-workspace`
