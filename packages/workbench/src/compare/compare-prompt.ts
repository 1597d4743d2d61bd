import { compareVersions, type VersionComparison } from '@kansoku/log-analytics'

import type { QueryAnswer } from '../query/answer.ts'

/** What was counted of a version: a row of `LLMVersions`. */
export interface VersionFigures {
  readonly version: string
  readonly calls: number
  readonly failed: number
  readonly judged: number
  readonly invalid: number
  readonly tokensPerCall: number | null
  readonly p50DurationMs: number | null
  readonly p95DurationMs: number | null
  readonly first: string
  readonly last: string
}

/** Two versions of a prompt beside each other, and what may be said of the difference. */
export interface PromptComparison {
  readonly prompt: string
  readonly before: VersionFigures
  readonly after: VersionFigures
  /** Undefined where a version's prompt declares no contract: then nothing was judged. */
  readonly invalidOutputs: VersionComparison | undefined
  readonly failures: VersionComparison
}

/** There is no such version; `versions` are those that there are. */
export class VersionMissing extends Error {
  override readonly name = 'VersionMissing'
  readonly versions: readonly string[]

  constructor(version: string, versions: readonly string[]) {
    super(`no call of version ${version}`)
    this.versions = versions
  }
}

/** Asks for the versions of a prompt whose calls started in [since, until). */
export function versionsQuery(prompt: string, since: Date, until: Date): string {
  const range = [since, until].map((time) => `datetime(${time.toISOString()})`).join(', ')
  return `LLMVersions(${range}) | where PromptName == ${JSON.stringify(prompt)} | order by First asc`
}

/**
 * Of the answer to {@link versionsQuery}.
 *
 * @throws VersionMissing
 */
export function comparePrompt(
  prompt: string,
  answer: QueryAnswer,
  before: string,
  after: string,
): PromptComparison {
  const names = answer.columns.map(({ name }) => name)
  const rows = answer.rows.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, row[at]])),
  )
  const find = (version: string): Readonly<Record<string, unknown>> => {
    const row = rows.find((each) => each['PromptVersion'] === version)
    if (row !== undefined) return row
    throw new VersionMissing(
      version,
      rows.map((each) => String(each['PromptVersion'])),
    )
  }
  const [first, second] = [find(before), find(after)]
  const compared = (calls: string, bad: string, effective: string): VersionComparison => {
    const [a, b] = [first, second].map((row) => ({
      calls: Number(row[calls]),
      bad: Number(row[bad]),
      // A sum of squares of reals may come out a hair above.
      effectiveCalls: Math.min(Number(row[calls]), Number(row[effective])),
    }))
    return compareVersions(a as NonNullable<typeof a>, b as NonNullable<typeof b>)
  }
  const judged = Number(first['Judged']) > 0 && Number(second['Judged']) > 0
  return {
    prompt,
    before: figuresOf(first),
    after: figuresOf(second),
    invalidOutputs: judged ? compared('Judged', 'Invalid', 'EffectiveJudged') : undefined,
    failures: compared('Calls', 'Failed', 'EffectiveCalls'),
  }
}

function figuresOf(row: Readonly<Record<string, unknown>>): VersionFigures {
  const maybe = (name: string): number | null => (typeof row[name] === 'number' ? row[name] : null)
  return {
    version: String(row['PromptVersion']),
    calls: Number(row['Calls']),
    failed: Number(row['Failed']),
    judged: Number(row['Judged']),
    invalid: Number(row['Invalid']),
    tokensPerCall: maybe('TokensPerCall'),
    p50DurationMs: maybe('P50DurationMs'),
    p95DurationMs: maybe('P95DurationMs'),
    first: String(row['First']),
    last: String(row['Last']),
  }
}
