import { resolve } from 'node:path'

import { type DeployOptions, type PackFile, packFiles } from '@kansoku/log-analytics'
import { type Command, Option } from 'commander'

import { CliError } from './cli-error.ts'
import { writeGenerated, type Written } from './generated-files.ts'
import { folder } from './options.ts'
import { readPrompts } from './prompt-contracts.ts'

interface GenerateOptions extends Omit<DeployOptions, 'prompts'> {
  readonly out: string
  readonly force?: boolean
}

export function addGenerateCommand(program: Command): void {
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
    .addHelpText('after', examples)
    .action(generate)
}

/** Writes what Azure needs, from the contracts of the prompts in a file or from the pack as it is. */
async function generate(
  promptsFile: string | undefined,
  { force = false, out, ...options }: GenerateOptions,
): Promise<void> {
  const found = promptsFile === undefined ? undefined : await readPrompts(promptsFile)
  const files = filesOf({ ...options, ...(found && { prompts: found.contracts }) })
  const written = await writeGenerated(resolve(out), files, force)
  const without = found?.withoutContract ?? []
  if (without.length > 0)
    process.stderr.write(`Without a contract, and so without an alert: ${without.join(', ')}.\n`)
  process.stdout.write(`${summary(written, out)}\n`)
}

function filesOf(options: DeployOptions): readonly PackFile[] {
  try {
    return packFiles(options)
  } catch (error) {
    throw new CliError(`${(error as Error).message}.`, 1, { cause: error })
  }
}

function summary({ removed, unchanged, written }: Written, out: string): string {
  const counts = `${written.length} written, ${unchanged} unchanged, ${removed.length} removed`
  return [
    ...written.map((path) => `wrote    ${path}`),
    ...removed.map((path) => `removed  ${path}`),
    `${counts} in ${out}`,
  ].join('\n')
}

const examples = `
Each prompt with a contract gets its alert, its chart and its part of the workbook. Nothing is deployed.

Examples:
  kansoku generate
  kansoku generate src/prompts.ts --out infrastructure/kansoku --action-group
  az deployment group what-if -g my-group -f kansoku/kansoku.bicep -p workspaceName=my-workspace`
