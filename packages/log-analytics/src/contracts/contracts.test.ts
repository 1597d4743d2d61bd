import { afterAll, describe, expect, it } from 'vitest'

import { simulate } from '../alerts/simulate.ts'
import { alertRules, findQuery } from '../pack.ts'
import { packEngine } from '../testing/engine.ts'
import { nastyNames } from '../testing/nasty-names.ts'
import { type Call, callRow } from '../testing/stored-rows.ts'
import { alertRuleOf } from './alert-rule-of.ts'
import { answersPerTurn } from './answers-per-turn.ts'
import type { PromptContract } from './prompt-contract.ts'
import { slugOf } from './slug.ts'

const engine = packEngine()
afterAll(() => engine.close())

const rowsOf = async (query: string, calls: readonly Call[]) =>
  (await engine.run(query, { AppDependencies: calls.map(callRow) })).rows
const alerted = async (contract: PromptContract, calls: readonly Call[]) =>
  (await rowsOf(`${alertRuleOf(contract).query} | project Turn`, calls)).flat()

const decision = { prompt: 'search_decision', labels: ['Yes', 'No'] } as const

/** An invalid output of one day of March. */
const wrong = (day: number): Call => ({
  prompt: 'triage',
  valid: false,
  time: `2026-03-0${day}T12:00:00Z`,
})

describe('the alert of a contract', () => {
  it('is that of the column, for the prompt of the column', () => {
    const { description, name, tags, title, ...rule } = alertRuleOf(decision)
    expect(alertRules().find((each) => each.name === 'invalid-decisions-daily')).toMatchObject(rule)
    expect({ description, name, tags, title }).toMatchObject({
      name: 'invalid-outputs-search_decision',
      title: { en: 'Invalid outputs of search_decision' },
    })
  })

  it('finds outputs that broke the contract or are none of its labels, and no failed calls', async () => {
    const calls: Call[] = [
      { turn: 1, label: 'Yes', valid: true },
      { turn: 2, label: 'Unsure', valid: true },
      { turn: 3, valid: false },
      { turn: 4 },
      { turn: 5, failed: true },
      { turn: 6, valid: false, prompt: 'answer' },
    ]
    expect(await alerted(decision, calls)).toEqual([2, 3, 4])
    expect(await alerted({ ...decision, labels: ['Yes', 'No', 'Unsure'] }, calls)).toEqual([3, 4])
    expect(await alerted({ prompt: 'search_decision' }, calls)).toEqual([3])
    expect(await alerted({ prompt: 'search_decision', labels: [] }, calls)).toEqual([3])
  })

  it('is silent below its threshold in a day, and fires at it', async () => {
    const rule = alertRuleOf({ prompt: 'triage', labels: ['a', 'b'], threshold: 3 })
    const stored = { AppDependencies: [1, 1, 2, 2, 2].map((day) => callRow(wrong(day))) }
    const runs = await simulate(rule, {
      since: new Date('2026-03-01T00:00:00Z'),
      until: new Date('2026-03-03T00:00:00Z'),
      run: (query, now) => engine.run(query, stored, now),
    })
    expect(runs.map(({ value, fired }) => [value, fired])).toEqual([
      [2, false],
      [3, true],
    ])
  })

  it.each([0, 1.5, Number.NaN, 1_000_001])('is not made for the threshold %d', (threshold) => {
    expect(() => alertRuleOf({ ...decision, threshold })).toThrow('give a whole number from 1')
  })
})

describe('the chart of a contract', () => {
  const calls: Call[] = [
    { turn: 1, label: 'Yes', valid: true, weight: 4 },
    { turn: 1, label: 'No', valid: false },
    { turn: 2, label: 'Unsure', valid: true },
    { label: 'No', valid: true },
    { turn: 2, failed: true },
  ]

  it('is that of the column, for the prompt of the column', async () => {
    const expected = await rowsOf(findQuery('answers-per-turn')?.text ?? '', calls)
    expect(expected).toHaveLength(9)
    expect(await rowsOf(answersPerTurn(decision).text, calls)).toEqual(expected)
  })

  it('has a row for each label, also where it is 0', async () => {
    const labels = ['Yes', 'No', 'Unsure', 'Other']
    const rows = await rowsOf(answersPerTurn({ ...decision, labels }).text, calls.slice(0, 3))
    expect(rows).toEqual([
      [1, 'Yes', 4],
      [1, 'No', 0],
      [1, 'Unsure', 0],
      [1, 'Other', 0],
      [1, 'Other (no label of the contract)', 1],
      [2, 'Yes', 0],
      [2, 'No', 0],
      [2, 'Unsure', 1],
      [2, 'Other', 0],
      [2, 'Other (no label of the contract)', 0],
    ])
  })

  it('is of valid and invalid outputs where the contract has no labels', async () => {
    const rows = await rowsOf(answersPerTurn({ prompt: 'search_decision' }).text, calls.slice(0, 2))
    expect(rows).toEqual([
      [1, 'Valid', 4],
      [1, 'Invalid', 1],
    ])
  })
})

describe('any name', () => {
  const names = [...new Set(nastyNames(30))].filter((name) => name.trim() !== '')

  it('is one prompt and one label in the queries, and code in none', async () => {
    const calls = names.map((name): Call => ({ prompt: name, label: name, valid: true, turn: 1 }))
    const found: unknown[] = []
    for (const name of names) {
      const contract = { prompt: name, labels: [name] }
      // oxlint-disable-next-line no-await-in-loop -- one engine
      const [row, other, ...more] = await rowsOf(answersPerTurn(contract).text, calls)
      found.push([row?.[1], row?.[2], other?.[2], more.length])
      // oxlint-disable-next-line no-await-in-loop -- one engine
      found.push(await alerted(contract, calls))
    }
    expect(found).toEqual(names.flatMap((name) => [[name, 1, 0, 0], []]))
  })

  it('makes a name of its own that files and resources take', () => {
    const slugs = [...names, 'A', 'a', 'search_decision'].map(slugOf)
    expect(new Set(slugs).size).toBe(slugs.length)
    expect(slugs.filter((slug) => !/^[a-z0-9][a-z0-9_-]{0,59}$/.test(slug))).toEqual([])
    expect([slugOf('search_decision'), slugOf('検索判定'), slugOf('A/B')]).toEqual([
      'search_decision',
      'prompt-37b04be74f',
      'a-b-998d3ed898',
    ])
  })
})
