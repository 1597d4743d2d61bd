import { afterAll, describe, expect, it } from 'vitest'

import { packContents } from '../deploy/contents.ts'
import { workbookQueries } from '../pack.ts'
import { packEngine } from '../testing/engine.ts'
import { type Call, callRow, evaluationRow } from '../testing/stored-rows.ts'
import { ticks } from '../testing/ticks.ts'
import { type Workbook, type WorkbookItem, workbookOf } from './workbook.ts'

const engine = packEngine()
afterAll(() => engine.close())

const all = {
  Prompt: ['*'],
  Version: ['*'],
  Deployment: ['*'],
  Customer: ['*'],
  Turn: ['*'],
  Label: ['*'],
}
const TimeRange = {
  from: new Date('2026-03-01T00:00:00Z'),
  to: new Date('2026-03-02T00:00:00Z'),
}

const calls: readonly Call[] = [
  {
    conversation: 'c-1',
    turn: 1,
    label: 'Yes',
    valid: true,
    version: '1',
    model: 'gpt-4o',
    tokens: 10,
    ms: 100,
    properties: { 'gen_ai.input.messages': '[]' },
  },
  {
    conversation: 'c-1',
    turn: 2,
    label: 'No',
    valid: true,
    version: '2',
    model: 'o1',
    customer: 'customer-a',
    tokens: 20,
    ms: 300,
    weight: 2,
  },
  { conversation: 'c-1', turn: 3, valid: false, version: '2', ms: 200 },
  { prompt: 'answer', failed: true, error: '429', model: 'm-1', ms: 50 },
  { prompt: 'answer', time: '2026-03-02T00:00:00Z' },
]

const rows = calls.map((call, index) => callRow({ ...call, id: `s-${index}` }))

const evaluations = [
  evaluationRow({ name: 'grounded', score: 0.5, prompt: 'answer' }),
  evaluationRow({ name: 'grounded', score: 1, prompt: 'other' }),
]

/** All items, those in groups too. */
const itemsOf = ({ items }: Pick<Workbook, 'items'>): readonly WorkbookItem[] =>
  items.flatMap<WorkbookItem>((item) => (item.type === 12 ? [item, ...item.content.items] : [item]))

/** Rows of an item of the workbook, with these choices. */
async function ask(name: string, choices: object = {}): Promise<readonly (readonly unknown[])[]> {
  const item = itemsOf(packContents().workbook).find((each) => each.name === name)
  if (item?.type !== 3) throw new Error(`the workbook has no query ${name}`)
  const stored = { AppDependencies: rows, AppEvents: evaluations }
  const parameters = { TimeRange, ...all, ...choices }
  return (await engine.run(item.content.query, stored, undefined, parameters)).rows
}

const noon = ticks('2026-03-01T12:00:00Z')

describe('the workbook', () => {
  it('shows what it has on tabs', () => {
    const { items } = packContents([{ prompt: 'a*b', labels: ['x'] }, { prompt: 'c' }]).workbook
    expect(items.map(({ name, type }) => [type, name])).toEqual([
      [1, 'title'],
      [9, 'parameters'],
      [11, 'tabs'],
      [12, 'tab-overview'],
      [12, 'tab-answers'],
      [12, 'tab-prompts'],
      [12, 'tab-conversations'],
      [12, 'tab-calls'],
      [12, 'tab-cost'],
      [12, 'tab-evaluations'],
    ])
    const shown = items.flatMap((item) =>
      item.type === 12
        ? [item.content.items.filter(({ type }) => type !== 1).map(({ name }) => name)]
        : [],
    )
    expect(shown).toEqual([
      ['overview', 'calls-over-time', 'latency-over-time'],
      [expect.stringMatching(/^answers-per-turn-a-b-/), 'answers-per-turn-c'],
      ['prompts-and-versions'],
      ['conversations'],
      ['parameters-calls', 'calls-in-range', 'failing-calls-in-range', 'slowest-calls-in-range'],
      ['cost-over-time', 'cost-in-range', 'costliest-calls-in-range'],
      ['evaluations'],
    ])
    const texts = itemsOf({ items }).filter(({ type }) => type === 1)
    expect(texts.map(({ content }) => content)).toContainEqual({
      json: String.raw`## Answers per turn: a\*b / ターンごとの回答数: a\*b`,
    })
  })

  it('has a group for each tab, and no tab for charts that there are none of', () => {
    const { items } = packContents([]).workbook
    const tabs = items.find((item) => item.type === 11)
    const links = tabs?.content.links.map(({ subTarget }) => subTarget)
    expect(links).toEqual(['overview', 'prompts', 'conversations', 'calls', 'cost', 'evaluations'])
    const groups = items.filter((item) => item.type === 12)
    expect(groups.map(({ conditionalVisibility }) => conditionalVisibility.value)).toEqual(links)
  })

  it('has the queries of its files byte for byte, but for the charts of contracts', () => {
    const texts = new Set(workbookQueries().map(({ text }) => text))
    const items = itemsOf(packContents().workbook).filter((item) => item.type === 3)
    const made = items.filter((item) => !texts.has(item.content.query)).map(({ name }) => name)
    expect(made).toEqual(['answers-per-turn-search_decision'])
  })

  it('takes its parameters from queries', () => {
    const found = itemsOf(packContents().workbook).filter((item) => item.type === 9)
    const parameters = found.flatMap(({ content }) => content.parameters)
    expect(parameters.map(({ name, type }) => [name, type])).toEqual([
      ['TimeRange', 4],
      ['Prompt', 2],
      ['Version', 2],
      ['Deployment', 2],
      ['Customer', 2],
      ['Turn', 2],
      ['Label', 2],
    ])
    expect(new Set(parameters.map(({ id }) => id)).size).toBe(7)
  })

  it('says which query is not there', () => {
    expect(() => workbookOf(workbookQueries().slice(1), [])).toThrow(
      'kql/workbook has no calls-in-range.kql',
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

  it('chooses by customer, turn and label', async () => {
    expect(await ask('overview', { Customer: ['customer-a'] })).toEqual([[2, 1, 0, 0, 40, 2, 300]])
    const chosen = async (choices: object): Promise<unknown> =>
      (await ask('calls-in-range', choices)).map((row) => [row[2], row[5], row[8], row[10]])
    expect(await chosen({ Turn: ['1', '2'] })).toEqual([
      [1, 'Yes', 'whole', '[]'],
      [2, 'No', 'not captured', ''],
    ])
    expect(await chosen({ Label: ['(invalid)', '(failed)'] })).toEqual([
      [3, '(invalid)', 'not captured', ''],
      [null, '(failed)', 'not captured', ''],
    ])
  })

  it('shows duration and cost over time, and what is costliest', async () => {
    expect(await ask('latency-over-time')).toEqual([[noon, 200, 300]])
    expect(await ask('cost-over-time')).toEqual([[noon, 'search_decision', 0.000755]])
    expect(await ask('cost-in-range', { Version: ['1', '2'] })).toEqual([
      ['search_decision', '2', '', 'customer-a', 2, 0, 40, 0, 2, 0, 0.00072],
      ['search_decision', '1', '', '', 1, 0, 10, 0, 1, 0, 0.000035],
      ['search_decision', '2', '', '', 1, 1, 0, 0, 0, 0, null],
    ])
    expect((await ask('costliest-calls-in-range')).map((row) => row[1])).toEqual([
      0.00036, 0.000035,
    ])
  })

  it('fills a parameter', async () => {
    const parameters = itemsOf(packContents().workbook).flatMap((item) =>
      item.type === 9 ? item.content.parameters : [],
    )
    const values = await Promise.all(
      parameters
        .filter((choice) => choice.type === 2)
        .map(async ({ name, query }) => {
          const stored = { AppDependencies: rows }
          return [name, (await engine.run(query, stored, undefined, { TimeRange })).rows.flat()]
        }),
    )
    expect(Object.fromEntries(values)).toEqual({
      Prompt: ['answer', 'search_decision'],
      Version: ['1', '2'],
      Deployment: [],
      Customer: ['customer-a'],
      Turn: ['1', '2', '3'],
      Label: ['(failed)', '(invalid)', 'No', 'Yes'],
    })
  })
})
