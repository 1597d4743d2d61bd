import type { Command } from 'commander'

import { addEvalGateCommand } from './eval-gate-command.ts'
import { addEvalRunCommand } from './eval-run-command.ts'

export function addEvalCommand(program: Command): void {
  const evaluations = program.command('eval').description('judge a prompt before it is deployed')
  addEvalRunCommand(evaluations)
  addEvalGateCommand(evaluations)
}
