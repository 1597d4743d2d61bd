import { resolve } from 'node:path'

import { type DeployOptions, type PackFile, packFiles } from '@kansoku/log-analytics'
import type { Command } from 'commander'

import { CliError } from './cli-error.ts'
import { writeGenerated, type Written } from './generated-files.ts'
import { folder } from './options.ts'
import { addPackOptions, type PackOptions, readPack } from './pack-options.ts'

interface GenerateOptions extends PackOptions {
  readonly prefix?: string
  readonly out: string
  readonly force?: boolean
}

export function addGenerateCommand(program: Command): void {
  const command = program
    .command('generate')
    .description('write what Azure needs: ARM template, Bicep, workbook and KQL files')
    .option('-o, --out <folder>', 'folder to write to; made if absent', folder, 'kansoku')
    .option('--prefix <text>', 'default of the parameter with which names of resources begin')
    .option('--force', 'overwrite files that kansoku did not write')
  addPackOptions(command).addHelpText('after', examples).action(generate)
}

/** Writes what Azure needs, from the contracts of the prompts in a file or from the pack as it is. */
async function generate(
  promptsFile: string | undefined,
  { force = false, out, ...options }: GenerateOptions,
): Promise<void> {
  const files = filesOf(await readPack(promptsFile, options))
  const written = await writeGenerated(resolve(out), files, force)
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
