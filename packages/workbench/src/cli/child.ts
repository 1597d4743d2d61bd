import { spawn } from 'node:child_process'
import { constants } from 'node:os'

import { CliError } from './cli-error.ts'

/** A command that runs while the workbench does. */
export interface Child {
  /** Its exit code; 128 and the signal's number when a signal ended it, as shells say it. */
  readonly exitCode: Promise<number>
  /** Its process id; undefined when it could not be started. */
  readonly pid: number | undefined
  /** Passes a signal on. */
  signal(name: NodeJS.Signals): void
}

export function startChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Child {
  const child = spawn(command, args, { stdio: 'inherit', env })
  return {
    pid: child.pid,
    exitCode: new Promise((resolve, reject) => {
      child.once('error', (cause) => {
        reject(new CliError(`${command} could not be started: ${cause.message}`, 1, { cause }))
      })
      child.once('exit', (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
      })
    }),
    signal(name) {
      child.kill(name)
    },
  }
}
