import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { Command } from 'commander'

import { checkPrompts, type PromptLock } from '../evaluations/prompt-lock.ts'
import { CliError } from './cli-error.ts'
import { configured, FAILED, orExplain } from './evaluation-config.ts'
import { readIfThere } from './read-if-there.ts'

interface CheckOptions {
  readonly config?: string
  readonly lock?: string
  readonly write?: boolean
}

const LOCK = 'kansoku.prompts.json'

export function addPromptsCommand(program: Command): void {
  program
    .command('prompts')
    .description('the texts of the prompts')
    .command('check')
    .description('find prompts whose text changed without a new version')
    .option('--config <file>', 'the configuration (default: kansoku.config.ts)')
    .option('--lock <file>', `where hashes are kept (default: ${LOCK} beside the configuration)`)
    .option('--write', `add new versions to it`)
    .addHelpText('after', examples)
    .action(check)
}

async function check({ config: named, lock: other, write = false }: CheckOptions): Promise<void> {
  const config = await configured(named)
  if (config.prompts.length === 0)
    throw new CliError(`${config.file} names no "prompts": [{ prompt, text }].`)
  const file = other ?? join(dirname(config.file), LOCK)
  const { added, changed, lock } = await orExplain(async () =>
    checkPrompts(config.prompts, await readLock(file)),
  )
  for (const each of changed)
    process.stdout.write(`✗ ${each} has another text. Give it a new version.\n`)
  for (const each of added)
    process.stdout.write(
      `${write ? '+' : '✗'} ${each} is new${write ? '' : `: add it to ${LOCK} with --write`}.\n`,
    )
  if (write && added.length > 0) await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
  if (changed.length > 0 || (added.length > 0 && !write)) process.exitCode = FAILED
  else process.stdout.write(`${config.prompts.length} prompts are what their versions say.\n`)
}

async function readLock(file: string): Promise<PromptLock> {
  const text = await readIfThere(file)
  try {
    const read = text === undefined ? {} : (JSON.parse(text) as unknown)
    if (isLock(read)) return read
  } catch (cause) {
    throw new CliError(`${file} is no JSON: restore it from the repository.`, 1, { cause })
  }
  throw new CliError(`${file} holds no versions of prompts: restore it from the repository.`)
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isLock = (value: unknown): value is PromptLock =>
  isObject(value) && Object.values(value).every(isObject)

const examples = `
${LOCK} keeps a hash of each version's text, beside the configuration; commit it. Run this in CI.

Exit code: 0 all is as it was, 3 a text changed or a version is new, 1 anything else.

Examples:
  kansoku prompts check
  kansoku prompts check --write`
