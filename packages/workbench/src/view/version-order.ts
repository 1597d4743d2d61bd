/** A version with the time of its first call. */
export interface SeenVersion {
  readonly PromptVersion: string
  readonly First: string
}

const NUMBER = /^v?\d+(?:\.\d+)*$/iu

/**
 * The oldest version first. By number where all have one (`2`, `v2`, `1.10`): rows may arrive in any order, and a version may be
 * called again after its successor. Else by the first call. Calls without a version are older than all.
 */
export function oldestFirst<T extends SeenVersion>(rows: readonly T[]): readonly T[] {
  const named = rows.filter(({ PromptVersion }) => PromptVersion !== '')
  const byNumber = named.every(({ PromptVersion }) => NUMBER.test(PromptVersion))
  const sorted = named.toSorted(
    (a, b) =>
      (byNumber ? numeric(a.PromptVersion, b.PromptVersion) : 0) ||
      a.First.localeCompare(b.First) ||
      numeric(a.PromptVersion, b.PromptVersion),
  )
  return [...rows.filter(({ PromptVersion }) => PromptVersion === ''), ...sorted]
}

const numeric = (a: string, b: string): number =>
  bare(a).localeCompare(bare(b), 'en', { numeric: true })

const bare = (version: string): string => version.replace(/^v/iu, '')
