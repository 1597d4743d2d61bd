import { beforeAll, describe, expect, it } from 'vitest'

import { type Judged, judgeAll, readVerdicts, type Verdict } from './kql-verdicts.ts'

/** Firm: the real engine answers the same every time and order plays no part. */
const isFirm = ({ expected, stable, nondeterministic }: Verdict): boolean =>
  !expected.error && stable !== false && nondeterministic !== true

/** Answers that differ, each with the reason. A new name here is a bug to fix, not a line to add. */
const knownWrong: Readonly<Record<string, string>> = {
  'type-casts-coercion-47':
    'Kusto prints 0.1 + 0.2 with a last digit that is not the shortest; the rule is not known',
  'type-casts-coercion-77': 'the same digit',
  'type-casts-coercion-54':
    'tolong() of a constant at 2^63: Kusto overflows for constants, saturates for columns',
  'datetime-timespan-95': 'dayofweek() of the last day of the year 9999 is null in Kusto',
}

const count = (of: readonly Judged[], outcome: string): number =>
  of.filter((each) => each.outcome === outcome).length

let judged: readonly Judged[]
beforeAll(async () => {
  judged = await judgeAll(readVerdicts())
  const firm = judged.filter(({ verdict }) => isFirm(verdict))
  const errors = judged.filter(({ verdict }) => verdict.expected.error)
  console.info(
    `firm ${firm.length}: right ${count(firm, 'right')}, refused ${count(firm, 'refused')}, wrong ${count(firm, 'wrong')}; ` +
      `refused by Kusto ${errors.length}: refused here ${count(errors, 'refused')}`,
  )
}, 60_000)

describe('answers recorded from the real engine', () => {
  it('differ only where the reason is known', () => {
    const wrong = judged.filter(({ verdict, outcome }) => isFirm(verdict) && outcome === 'wrong')
    expect(
      wrong
        .filter(({ verdict }) => !(verdict.name in knownWrong))
        .map(({ verdict, detail }) => [verdict.name, detail]),
    ).toEqual([])
  })

  it('are right for at least 880 of the firm cases', () => {
    const right = judged.filter(({ verdict, outcome }) => isFirm(verdict) && outcome === 'right')
    expect(right.length).toBeGreaterThanOrEqual(880)
  })

  it('refuses what Kusto refuses', () => {
    const missed = judged.filter(({ outcome }) => outcome === 'missed')
    expect(missed.map(({ verdict }) => verdict.query)).toEqual([])
  })
})
