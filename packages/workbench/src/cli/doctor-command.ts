import { styleText } from 'node:util'

import type { Command } from 'commander'

import type { Check } from '../api/checks.ts'
import { diagnose } from '../doctor/diagnose.ts'
import { gatherFacts } from '../doctor/gather.ts'
import { seconds } from './options.ts'

interface DoctorOptions {
  readonly for: number
  readonly json?: boolean
}

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('why is there no telemetry? with a command, runs it and looks on')
    .argument('[command...]', 'the command to run, after --')
    .option('--for <seconds>', 'end a command that runs on after so long', seconds, 20)
    .option('--json', 'print the checks as JSON')
    .addHelpText('after', examples)
    .action(doctor)
}

async function doctor(
  [command, ...args]: string[],
  { for: duration, json = false }: DoctorOptions,
): Promise<void> {
  const checks = diagnose(
    await gatherFacts({
      folder: process.cwd(),
      env: process.env,
      ...(command !== undefined && { run: { command, args, stopAfterMs: duration * 1000 } }),
    }),
  )
  process.stdout.write(`${json ? JSON.stringify(checks, null, 2) : checks.map(lines).join('\n\n')}\n`)
  if (checks.some(({ status }) => status === 'problem')) process.exitCode = 1
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
The command's telemetry goes to a workbench of this run only. Nothing of its environment is printed but names.
The endpoint of the connection string is asked whether it is there, and for the time.

Exit code: 0 no problem was found, 1 there is one.

Examples:
  kansoku doctor
  kansoku doctor -- node --import @kansoku/azure-monitor/register app.js
  kansoku doctor --for 60 -- npm start`
