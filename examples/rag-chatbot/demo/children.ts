import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ChildOptions {
  /** How messages call it. */
  readonly name: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Receives each line of its standard output. */
  readonly onLine?: (line: string) => void
}

export interface Child {
  /** The first match in a line of its output. Rejects when it ends before, or after `seconds`. */
  readonly sees: (pattern: RegExp, seconds: number) => Promise<RegExpExecArray>
  /** Its standard output when it has ended well. Rejects otherwise, or after `seconds`. */
  readonly ends: (seconds: number) => Promise<string>
  /** How it has ended, well or not. Rejects after `seconds`. */
  readonly ended: (seconds: number) => Promise<Ended>
}

export interface Ended {
  /** Its exit code; null where a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Children {
  readonly start: (options: ChildOptions) => Child
  /** Ends, by their process ids, all that still run. Resolves when none is left; no more can be started then. */
  readonly stopAll: () => Promise<void>
}

/** A part of the demo that did not do what it should. */
export class DemoError extends Error {}

/**
 * Starts Node programs and keeps hold of each until it has ended.
 * One that is to stop has `graceMs` before it is killed.
 */
export function createChildren(graceMs = 3000): Children {
  const alive = new Map<ChildProcess, Promise<unknown>>()
  let stopped = false

  function start({ name, args, cwd, env, onLine }: ChildOptions): Child {
    if (stopped) throw new DemoError(`${name} was not started: the demo is being stopped.`)
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      ...(cwd !== undefined && { cwd }),
    })
    const lines: string[] = []
    const output = { stdout: '', stderr: '' }
    const listeners = new Set<(line: string) => void>(onLine ? [onLine] : [])
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line)
      for (const listener of listeners) listener(line)
    })

    const exit = new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`))
      child.once('close', (code, signal) =>
        resolve(code === 0 ? undefined : `${name} ended with ${signal ?? `exit code ${code}`}`),
      )
    }).finally(() => alive.delete(child))
    alive.set(child, exit)

    const problem = (what: string): DemoError => {
      const said = (output.stderr.trim() || output.stdout.trim()).split('\n').slice(-15).join('\n')
      return new DemoError(said === '' ? `${what}.` : `${what}:\n${said}`)
    }

    return {
      sees: (pattern, seconds) =>
        within(seconds, problem.bind(undefined, `${name} was not ready within ${seconds} s`), [
          new Promise((resolve) => {
            const look = (line: string): void => {
              const match = pattern.exec(line)
              if (match) resolve(match)
            }
            listeners.add(look)
            lines.forEach(look)
          }),
          exit.then((why) => {
            throw problem(why ?? `${name} ended before it was ready`)
          }),
        ]),
      ends: (seconds) =>
        within(seconds, problem.bind(undefined, `${name} did not end within ${seconds} s`), [
          exit.then((why) => {
            if (why !== undefined) throw problem(why)
            return output.stdout
          }),
        ]),
      ended: (seconds) =>
        within(seconds, problem.bind(undefined, `${name} did not end within ${seconds} s`), [
          exit.then(() => ({ code: child.exitCode, ...output })),
        ]),
    }
  }

  async function stopAll(): Promise<void> {
    stopped = true
    const ended = Promise.all(alive.values())
    for (const child of alive.keys()) child.kill('SIGTERM')
    await Promise.race([ended, sleep(graceMs, undefined, { ref: false })])
    for (const child of alive.keys()) child.kill('SIGKILL')
    await ended
  }

  return { start, stopAll }
}

async function within<T>(
  seconds: number,
  late: () => Error,
  promises: readonly Promise<T>[],
): Promise<T> {
  const timer = new AbortController()
  try {
    return await Promise.race([
      ...promises,
      sleep(seconds * 1000, undefined, { signal: timer.signal }).then(() => {
        throw late()
      }),
    ])
  } finally {
    timer.abort()
  }
}
