import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const TIMEOUT_MS = 600_000

/** Runs a program of this folder in a process of its own; it prints one number. */
export function measure(
  program: string,
  args: readonly string[],
  flags: readonly string[] = [],
): number {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const { error, signal, status, stderr, stdout } = spawnSync(
    process.execPath,
    [...flags, file, ...args],
    { encoding: 'utf8', timeout: TIMEOUT_MS },
  )
  const value = Number(stdout.trim() || Number.NaN)
  if (error === undefined && status === 0 && Number.isFinite(value)) return value
  const why = error?.message ?? (signal === null ? `exit code ${status}` : signal)
  throw new Error(`${program} ${args.join(' ')} measured nothing (${why}):\n${stdout}${stderr}`)
}

export function progress(text: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${text}`)
}
