import { resolve } from 'node:path'

import { type DeployOptions, type PackFile, packFiles } from '@kansoku/log-analytics'

import { CliError } from './cli-error.ts'
import { writeGenerated, type Written } from './generated-files.ts'
import { readPrompts } from './prompt-contracts.ts'

export interface GenerateOptions extends Omit<DeployOptions, 'prompts'> {
  readonly out: string
  readonly force?: boolean
}

/** Writes what Azure needs, from the contracts of the prompts in a file or from the pack as it is. */
export async function generateCommand(
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
