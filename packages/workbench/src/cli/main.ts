import { readFileSync } from 'node:fs'

import { Command } from 'commander'

import { isStoreError } from '../store/store-error.ts'
import { addAlertCommand } from './alert-command.ts'
import { addChartCommand } from './chart-command.ts'
import { CliError } from './cli-error.ts'
import { addCompareCommand } from './compare-command.ts'
import { addCompletion } from './completion.ts'
import { addDeployCommand } from './deploy-command.ts'
import { addDevCommand } from './dev-command.ts'
import { addDoctorCommand } from './doctor-command.ts'
import { addEvalCommand } from './eval-command.ts'
import { addGenerateCommand } from './generate-command.ts'
import { addHarvestCommand } from './harvest-command.ts'
import { addPromptsCommand } from './prompts-command.ts'
import { addQueryCommand } from './query-command.ts'
import { addTailCommand } from './tail-command.ts'
import { addTransferCommands } from './transfer-command.ts'

/** Each adds itself, with its options and the help that teaches it; help lists them in this order. */
const commands = [
  addDevCommand,
  addQueryCommand,
  addTailCommand,
  addChartCommand,
  addCompareCommand,
  addAlertCommand,
  addEvalCommand,
  addHarvestCommand,
  addPromptsCommand,
  addDoctorCommand,
  addTransferCommands,
  addGenerateCommand,
  addDeployCommand,
] as const

/** Runs the command line; what a person can act on is one message and an exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('kansoku')
    .description('Application Insights on your laptop: receives telemetry, keeps it, answers KQL.')
    .version(version())
    .addHelpText('after', examples)
    .showHelpAfterError('(kansoku --help shows examples)')
  for (const add of commands) add(program)
  addCompletion(program)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = error instanceof CliError ? error.exitCode : 1
    process.stderr.write(`${explain(error)}\n`)
  }
}

function explain(error: unknown): string {
  if (error instanceof CliError || isStoreError(error)) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
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
