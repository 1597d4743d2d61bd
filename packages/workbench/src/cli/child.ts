import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'

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

/** What the command's own children may still hold open once it has ended, in milliseconds. */
const LAST_OUTPUT = 1000

/**
 * @param onOutput is shown the command's stdout, which goes through us then: for the command it is a pipe, no terminal
 */
export function startChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onOutput?: (chunk: Buffer) => void,
): Child {
  const child = spawn(command, args, {
    stdio: ['inherit', onOutput ? 'pipe' : 'inherit', 'inherit'],
    env,
  })
  const { stdout } = child
  if (stdout && onOutput) passOn(stdout, onOutput)
  return {
    pid: child.pid,
    exitCode: new Promise((resolve, reject) => {
      child.once('error', (cause) => {
        reject(new CliError(`${command} could not be started: ${cause.message}`, 1, { cause }))
      })
      child.once('exit', (code, signal) => {
        const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
        void lastOutput(stdout).finally(() => resolve(exitCode))
      })
    }),
    signal(name) {
      child.kill(name)
    },
  }
}

/**
 * Byte by byte as it comes, and no faster than our own stdout takes it. Once nobody reads that, nobody reads the command's, as
 * without us: the end of our own output is not the end of the workbench then.
 */
function passOn(stdout: Readable, onOutput: (chunk: Buffer) => void): void {
  process.stdout.removeAllListeners('error').on('error', () => stdout.destroy())
  stdout.on('data', (chunk: Buffer) => {
    onOutput(chunk)
    if (process.stdout.write(chunk)) return
    stdout.pause()
    process.stdout.once('drain', () => stdout.resume())
  })
}

async function lastOutput(stdout: Readable | null): Promise<void> {
  if (!stdout || stdout.readableEnded || stdout.destroyed) return
  await Promise.race([once(stdout, 'close').catch(() => undefined), delay(LAST_OUTPUT)])
}

async function delay(millis: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, millis).unref()
  })
}
