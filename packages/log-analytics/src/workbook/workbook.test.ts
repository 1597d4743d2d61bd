import { afterAll, describe, expect, it } from 'vitest'

import { packContents } from '../deploy/contents.ts'
import { workbookQueries } from '../pack.ts'
import { packEngine } from '../testing/engine.ts'
import { type Call, callRow, evaluationRow } from '../testing/stored-rows.ts'
import { ticks } from '../testing/ticks.ts'
import { workbookOf } from './workbook.ts'

const engine = packEngine()
afterAll(() => engine.close())

const all = { Prompt: ['*'], Version: ['*'], Deployment: ['*'] }
const TimeRange = {
  from: new Date('2026-03-01T00:00:00Z'),
  to: new Date('2026-03-02T00:00:00Z'),
}

const calls: readonly Call[] = [
  { conversation: 'c-1', turn: 1, label: 'Yes', valid: true, version: '1', tokens: 10, ms: 100 },
  {
    conversation: 'c-1',
    turn: 2,
    label: 'No',
    valid: true,
    version: '2',
    tokens: 20,
    ms: 300,
    weight: 2,
  },
  { conversation: 'c-1', turn: 3, valid: false, version: '2', ms: 200 },
  { prompt: 'answer', failed: true, error: '429', model: 'm-1', ms: 50 },
  { prompt: 'answer', time: '2026-03-02T00:00:00Z' },
]

const evaluations = [
  evaluationRow({ name: 'grounded', score: 0.5, prompt: 'answer' }),
  evaluationRow({ name: 'grounded', score: 1, prompt: 'other' }),
]

/** Rows of an item of the workbook, with these choices. */
async function ask(name: string, choices: object = {}): Promise<readonly (readonly unknown[])[]> {
  const item = packContents().workbook.items.find((each) => each.name === name)
  if (item?.type !== 3) throw new Error(`the workbook has no query ${name}`)
  const stored = { AppDependencies: calls.map(callRow), AppEvents: evaluations }
  const parameters = { TimeRange, ...all, ...choices }
  return (await engine.run(item.content.query, stored, undefined, parameters)).rows
}

const noon = ticks('2026-03-01T12:00:00Z')

describe('the workbook', () => {
  it('shows what it has, in this order', () => {
    const items = packContents([{ prompt: 'a*b', labels: ['x'] }, { prompt: 'c' }]).workbook.items
    expect(items.filter(({ type }) => type !== 1).map(({ name, type }) => [type, name])).toEqual([
      [9, 'parameters'],
      [3, 'overview'],
      [3, 'calls-over-time'],
      [3, expect.stringMatching(/^answers-per-turn-a-b-/)],
      [3, 'answers-per-turn-c'],
      [3, 'prompts-and-versions'],
      [3, 'conversations'],
      [3, 'failing-calls-in-range'],
      [3, 'slowest-calls-in-range'],
      [3, 'evaluations'],
    ])
    expect(items.filter(({ type }) => type === 1).map(({ content }) => content)).toContainEqual({
      json: String.raw`## Answers per turn: a\*b / ターンごとの回答数: a\*b`,
    })
  })

  it('takes its parameters from queries', () => {
    const item = packContents().workbook.items.find(({ type }) => type === 9)
    if (item?.type !== 9) throw new Error('there are no parameters')
    expect(item.content.parameters.map(({ name, type }) => [name, type])).toEqual([
      ['TimeRange', 4],
      ['Prompt', 2],
      ['Version', 2],
      ['Deployment', 2],
    ])
    const ids = item.content.parameters.map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
  })

  it('says which query is not there', () => {
    expect(() => workbookOf(workbookQueries().slice(1), [])).toThrow(
      'kql/workbook has no calls-over-time.kql',
    )
  })
})

describe('a query of the workbook', () => {
  it('counts everything, weighted, within the time range', async () => {
    expect(await ask('overview')).toEqual([[5, 1, 1, 1, 50, 3, 300]])
    expect(await ask('overview', { Prompt: ['answer'] })).toEqual([[1, 0, 1, 0, 0, 0, 50]])
    expect(await ask('overview', { Prompt: ['search_decision', 'x'], Version: ['2'] })).toEqual([
      [3, 1, 0, 1, 40, 2, 300],
    ])
    expect(await ask('overview', { Deployment: ['none'] })).toEqual([[0, 0, 0, 0, 0, 0, null]])
  })

  it('tells what became of the calls', async () => {
    expect(await ask('calls-over-time')).toEqual([
      [noon, 'Failed', 1],
      [noon, 'Invalid output', 1],
      [noon, 'Succeeded', 3],
    ])
  })

  it('counts the answers of each turn', async () => {
    expect(await ask('answers-per-turn-search_decision')).toEqual([
      [1, 'Yes', 1],
      [1, 'No', 0],
      [1, 'Other', 0],
      [2, 'Yes', 0],
      [2, 'No', 2],
      [2, 'Other', 0],
      [3, 'Yes', 0],
      [3, 'No', 0],
      [3, 'Other', 1],
    ])
  })

  it('shows versions beside each other', async () => {
    expect(await ask('prompts-and-versions')).toEqual([
      ['answer', '', 1, 100, null, null, null, 50, 50, noon],
      ['search_decision', '1', 1, 0, 0, 10, 1, 100, 100, noon],
      ['search_decision', '2', 3, 0, 33.3, 20, 1, 200, 300, noon],
    ])
  })

  it('shows conversations, failures, slow calls and evaluations', async () => {
    expect(await ask('conversations')).toEqual([['c-1', 3, 4, 0, 1, 53, noon, noon]])
    expect(await ask('failing-calls-in-range')).toEqual([['429', 'answer', 'm-1', 1, noon]])
    expect((await ask('slowest-calls-in-range')).map((row) => row[1])).toEqual([300, 200, 100])
    expect(await ask('evaluations', { Prompt: ['answer'] })).toEqual([
      ['grounded', 'code', 'answer', '', 1, 0.5, 0],
    ])
  })

  it('fills a parameter', async () => {
    const item = packContents().workbook.items.find(({ type }) => type === 9)
    const choices = item?.type === 9 ? item.content.parameters.filter(({ type }) => type === 2) : []
    const values = await Promise.all(
      choices.map(async (choice) => {
        const query = 'query' in choice ? choice.query : ''
        const stored = { AppDependencies: calls.map(callRow) }
        return (await engine.run(query, stored, undefined, { TimeRange })).rows.flat()
      }),
    )
    expect(values).toEqual([['answer', 'search_decision'], ['1', '2'], []])
  })
})
