import { loadConfig, type LoadedConfig } from '../evaluations/load-config.ts'
import type { AnyEvaluation } from '../evaluations/run-evaluation.ts'
import { CliError } from './cli-error.ts'

/** Cases failed, or the gate is closed: apart from commands that could not do what they were asked. */
export const FAILED = 3

export const configured = (file: string | undefined): Promise<LoadedConfig> =>
  orExplain(() => loadConfig(process.cwd(), file))

/** The evaluation of that name; without a name all. */
export function chosen(
  { evaluations, file }: LoadedConfig,
  name: string | undefined,
): readonly AnyEvaluation[] {
  const found = evaluations.filter((each) => name === undefined || each.name === name)
  if (found.length > 0) return found
  const names = evaluations.map((each) => each.name).join(', ')
  throw new CliError(`${file} has no evaluation ${name ?? ''}. It has: ${names || 'none'}.`)
}

/** What a person can act on is no crash. */
export async function orExplain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new CliError(cause instanceof Error ? cause.message : String(cause), 1, { cause })
  }
}
