import { parseArgs } from 'node:util'

import { ConfigurationError } from './model.ts'

export interface Options {
  /** How many conversations to hold. Default 60. */
  readonly conversations: number
  /** Chooses their wording. Default 1. */
  readonly seed: number
  /** Conversations at a time. Default 6. */
  readonly concurrency: number
  /** `text` for people, `json` (one object a line) for programs. Default `text`. */
  readonly progress: 'text' | 'json'
}

/** @throws ConfigurationError that names the wrong option. */
export function parseOptions(args: readonly string[]): Options {
  const values = parse(args)
  const { progress = 'text' } = values
  if (progress !== 'text' && progress !== 'json') {
    throw new ConfigurationError(`--progress must be text or json, not "${progress}".`)
  }
  return {
    conversations: wholeNumber('conversations', values.conversations, 60, 1),
    seed: wholeNumber('seed', values.seed, 1, 0),
    concurrency: wholeNumber('concurrency', values.concurrency, 6, 1),
    progress,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        conversations: { type: 'string' },
        seed: { type: 'string' },
        concurrency: { type: 'string' },
        progress: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new ConfigurationError(error instanceof Error ? error.message : String(error))
  }
}

/** @throws ConfigurationError that names the wrong option. */
function wholeNumber(
  name: string,
  given: string | undefined,
  fallback: number,
  least: number,
): number {
  if (given === undefined) return fallback
  const value = Number(given)
  if (!Number.isSafeInteger(value) || value < least || given.trim() === '') {
    throw new ConfigurationError(`--${name} must be a whole number from ${least}, not "${given}".`)
  }
  return value
}
