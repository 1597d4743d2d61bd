import { beforeAll, describe, expect, it } from 'vitest'

import { type Judged, judgeAll, readVerdicts, type Verdict } from './kql-verdicts.ts'

/** Firm: the real engine answers the same every time and order plays no part. */
const isFirm = ({ expected, stable, nondeterministic }: Verdict): boolean =>
  !expected.error && stable !== false && nondeterministic !== true

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
  it('are never silently wrong', () => {
    const wrong = judged.filter(({ verdict, outcome }) => isFirm(verdict) && outcome === 'wrong')
    expect(wrong.map(({ verdict, detail }) => [verdict.name, detail])).toEqual([])
  })

  it('are right for at least 1,047 of the firm cases', () => {
    const right = judged.filter(({ verdict, outcome }) => isFirm(verdict) && outcome === 'right')
    expect(right.length).toBeGreaterThanOrEqual(1047)
  })

  it('refuses what Kusto refuses', () => {
    const missed = judged.filter(({ outcome }) => outcome === 'missed')
    expect(missed.map(({ verdict }) => verdict.query)).toEqual([])
  })
})
