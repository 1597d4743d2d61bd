import { createHash } from 'node:crypto'

import type { PromptText } from './definition.ts'

/** Prompt → version → hash of its text. A file beside the configuration, in the repository. */
export type PromptLock = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface PromptCheck {
  /** Versions whose text is another than the one that the lock knows. */
  readonly changed: readonly string[]
  /** Versions that the lock does not know. */
  readonly added: readonly string[]
  /** The lock with those that were added. What has changed keeps its old hash. */
  readonly lock: PromptLock
}

/**
 * Finds prompts whose text changed without a new version: their rows could not be told apart.
 *
 * @throws Error where a text is none
 */
export function checkPrompts(prompts: readonly PromptText[], lock: PromptLock): PromptCheck {
  const changed: string[] = []
  const added: string[] = []
  const next = new Map(
    Object.entries(lock).map(([name, versions]) => [name, new Map(Object.entries(versions))]),
  )
  for (const { prompt, text } of prompts) {
    const [name, version] = [prompt.name, String(prompt.version)]
    const hash = createHash('sha256')
      .update(textOf(text, `${name} version ${version}`))
      .digest('hex')
    const versions = next.get(name) ?? new Map<string, string>()
    next.set(name, versions)
    const known = versions.get(version)
    if (known === undefined) {
      versions.set(version, hash)
      added.push(`${name} version ${version}`)
    } else if (known !== hash) changed.push(`${name} version ${version}`)
  }
  const sorted = [...next].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    changed,
    added,
    lock: Object.fromEntries(
      sorted.map(([name, versions]) => [name, Object.fromEntries(versions)]),
    ),
  }
}

/** A function, or nothing, has no text that could be told from another. */
function textOf(text: unknown, whose: string): string {
  const read = typeof text === 'string' ? text : JSON.stringify(text)
  if (typeof read === 'string') return read
  throw new Error(`The text of ${whose} is ${typeof text}: give a text, or the messages.`)
}
