import { existsSync } from 'node:fs'
import { styleText } from 'node:util'

import type { Command } from 'commander'

import { type Check, runChecks } from '../api/checks.ts'
import { diagnose } from '../doctor/diagnose.ts'
import { gatherFacts } from '../doctor/gather.ts'
import { storeFile } from '../store/data-folder.ts'
import { openAsker, type Where } from './ask.ts'
import { CliError } from './cli-error.ts'
import { addWhereOptions, seconds } from './options.ts'
import { explainQueryProblem } from './query-error.ts'

interface DoctorOptions extends Where {
  readonly for: number
  readonly json?: boolean
}

export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('why is there no telemetry? with a command, runs it and looks on')
    .argument('[command...]', 'the command to run, after --')
  addWhereOptions(command)
    .option('--for <seconds>', 'end a command that runs on after so long', seconds, 20)
    .option('--json', 'print the checks as JSON')
    .addHelpText('after', examples)
    .action(doctor)
}

async function doctor(
  [command, ...args]: string[],
  { for: duration, json = false, ...where }: DoctorOptions,
): Promise<void> {
  const facts = await gatherFacts({
    folder: process.cwd(),
    env: process.env,
    ...(command !== undefined && { run: { command, args, stopAfterMs: duration * 1000 } }),
  })
  const checks = [...diagnose(facts), ...(command === undefined ? await storedChecks(where) : [])]
  process.stdout.write(
    `${json ? JSON.stringify(checks, null, 2) : checks.map(lines).join('\n\n')}\n`,
  )
  if (checks.some(({ status }) => status === 'problem')) process.exitCode = 1
}

/** Of the rows that there are; none where nothing was ever stored. */
async function storedChecks(where: Where): Promise<readonly Check[]> {
  const { data, workspace } = where
  if (workspace === undefined && !existsSync(storeFile(data))) return []
  const asker = await openAsker(where)
  try {
    return await runChecks(async (query) => {
      const asked = await asker.ask(query)
      if ('answer' in asked) return asked.answer
      throw new CliError(explainQueryProblem(asked.problem, query, 'doctor'), 2)
    }, new Date())
  } finally {
    await asker.close()
  }
}

const signs = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  problem: ['✗', 'red'],
  unknown: ['?', 'gray'],
} as const

function lines({ detail, fix, status, title }: Check): string {
  const [sign, color] = signs[status]
  return [
    `${styleText(color, sign, { stream: process.stdout })} ${title.en}`,
    `  ${detail.en}`,
    ...(fix === undefined ? [] : [`  → ${fix.en}`]),
  ].join('\n')
}

const examples = `
Without a command it looks at the surroundings and at the rows of the last day, with --workspace at those in Azure.
The command's telemetry goes to a workbench of this run only. Nothing of its environment is printed but names.
The endpoint of the connection string is asked whether it is there, and for the time.

Exit code: 0 no problem was found, 1 there is one.

Examples:
  kansoku doctor
  kansoku doctor -- node --import @kansoku/azure-monitor/register app.js
  kansoku doctor --for 60 -- npm start`
