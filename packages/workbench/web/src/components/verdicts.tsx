import { compareVersions, type VersionCounts, type VersionVerdict } from '@kansoku/log-analytics'
import type { ReactNode } from 'react'

import { useSpeech } from '../language/language.tsx'

/** A row of the pack's `LLMVersions`. */
export interface VersionRow {
  readonly PromptName: string
  readonly PromptVersion: string
  readonly Calls: number
  readonly EffectiveCalls: number
  readonly Failed: number
  readonly Judged: number
  readonly EffectiveJudged: number
  readonly Invalid: number
  readonly TokensPerCall: number | null
  readonly P50DurationMs: number | null
  readonly P95DurationMs: number | null
  readonly First: string
  readonly Last: string
}

const tones = {
  improved: 'good',
  regressed: 'bad',
  'no-detectable-change': undefined,
  'too-few': 'warn',
} as const satisfies Record<VersionVerdict, string | undefined>

/** Each version against the one before it, by the statistics of the pack. */
export function Verdicts({ versions }: { readonly versions: readonly VersionRow[] }): ReactNode {
  const { prompts } = useSpeech().messages
  if (versions.length < 2) return <p className="calm">{prompts.only}</p>
  return (
    <div className="verdicts">
      {versions.slice(1).map((after, index) => {
        const before = versions[index]
        return before && <Verdict key={after.PromptVersion} before={before} after={after} />
      })}
    </div>
  )
}

interface PairProps {
  readonly before: VersionRow
  readonly after: VersionRow
}

function Verdict({ before, after }: PairProps): ReactNode {
  const { prompts } = useSpeech().messages
  const isJudged = before.Judged > 0 && after.Judged > 0
  return (
    <div className="verdict">
      <h3>
        {prompts.verdict(
          before.PromptVersion || prompts.noVersion,
          after.PromptVersion || prompts.noVersion,
        )}
      </h3>
      {isJudged && (
        <Comparison name={prompts.judgedBy.outputs} before={judged(before)} after={judged(after)} />
      )}
      <Comparison name={prompts.judgedBy.failures} before={failed(before)} after={failed(after)} />
    </div>
  )
}

const judged = ({ Judged, Invalid, EffectiveJudged }: VersionRow): VersionCounts => ({
  calls: Judged,
  bad: Invalid,
  effectiveCalls: Math.min(EffectiveJudged, Judged),
})

const failed = ({ Calls, Failed, EffectiveCalls }: VersionRow): VersionCounts => ({
  calls: Calls,
  bad: Failed,
  effectiveCalls: Math.min(EffectiveCalls, Calls),
})

interface ComparisonProps {
  readonly name: string
  readonly before: VersionCounts
  readonly after: VersionCounts
}

function Comparison({ name, before: first, after: second }: ComparisonProps): ReactNode {
  const { messages, formats } = useSpeech()
  const { prompts } = messages
  const { verdict, pValue, before, after, difference } = compareVersions(first, second)
  return (
    <p className="comparison">
      <span className="comparison-name">{name}</span>
      <span className="comparison-rates">
        {formats.percent(before)} → {formats.percent(after)}
      </span>
      <span className="tag" data-tone={tones[verdict]}>
        {prompts.verdicts[verdict]}
      </span>
      <span className="faint">
        {prompts.pValue(pValue < 0.0001 ? '< 0.0001' : `= ${pValue.toFixed(4)}`)} ·{' '}
        {prompts.interval(formats.points(difference.low), formats.points(difference.high))}
      </span>
    </p>
  )
}
