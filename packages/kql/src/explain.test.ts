import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createKql, type Kql, type KqlOperatorReport, memorySource } from './index.ts'

let kql: Kql
beforeAll(() => {
  const columns = [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Name', type: 'string' },
    { name: 'Ms', type: 'real' },
  ] as const
  const rows = Array.from({ length: 5000 }, (_, index) => [
    new Date(Date.UTC(2026, 0, 1) + index * 1000),
    index % 2 === 0 ? 'chat' : 'tool',
    index,
  ])
  kql = createKql({ source: memorySource({ Calls: { columns, rows } }) })
})
afterAll(() => kql.close())

/** The tree without its times. */
const shape = ({ operator, detail, rows, inputs }: KqlOperatorReport): unknown => [
  operator,
  rows,
  ...(detail === undefined ? [] : [detail]),
  ...inputs.map(shape),
]

describe('explain', () => {
  it('tells the operators, their rows, and what a source was asked for', async () => {
    const { explanation, rows } = await kql.run(
      `Calls | where TimeGenerated > datetime(2026-01-01 00:10) and Name == "chat" | extend s = Ms / 1000
       | summarize avg(s) by Name | sort by Name`,
      { explain: true },
    )
    expect(rows).toHaveLength(1)
    const table =
      'Calls (TimeGenerated, Name, Ms) where from 2026-01-01T00:10:00.0000000Z and Name in ["chat"]'
    expect(explanation?.operators.map(shape)).toEqual([
      ['sort', 1, ['summarize', 1, ['project', 2199, ['where', 2199, ['table', 5000, table]]]]],
    ])
  })

  it.each([
    ['Calls | where Name has "chat" and Name !has "x"', 'Name contains "chat"'],
    ['Calls | extend n = Name | where n =~ "CHAT" | project n', 'Name contains "CHAT"'],
    ['Calls | where Name in (Calls | take 1 | project Name)', 'Name in ["chat"]'],
    ['Calls | project a = Name | where "tool" == a', 'Name in ["tool"]'],
    ['Calls | where Name startswith "é" or Name == "a"', undefined],
    ['Calls | where Name != "chat"', undefined],
    ['Calls | extend Name = strcat(Name, "x") | where Name == "chatx"', undefined],
    ['Calls | take 5 | where Name == "chat"', undefined],
    ['Calls | summarize by Name | where Name == "chat"', undefined],
  ])('tells a source what it may leave out, and nothing more: %s', async (query, filter) => {
    const { explanation } = await kql.run(`${query} | count`, { explain: true })
    const tables = (each: KqlOperatorReport): KqlOperatorReport[] =>
      each.operator === 'table' ? [each] : each.inputs.flatMap(tables)
    const last = explanation?.operators.at(-1)
    const [table] = last ? tables(last) : []
    expect(table?.detail?.split(' where ')[1]).toBe(filter)
  })

  it('gives each operator its own time, together no more than the evaluation', async () => {
    const { explanation } = await kql.run('Calls | where Ms > 10 | count', { explain: true })
    const times = (each: KqlOperatorReport): number[] => [
      each.milliseconds,
      ...each.inputs.flatMap(times),
    ]
    const all = (explanation?.operators ?? []).flatMap(times)
    expect(all).toHaveLength(3)
    const sum = all.reduce((total, each) => total + each, 0)
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThanOrEqual((explanation?.evaluation ?? 0) + 1)
    expect(explanation?.parsing).toBeGreaterThan(0)
  })

  it('counts a subquery that runs for each row as one operator, and puts queries in expressions first', async () => {
    const { explanation } = await kql.run(
      `Calls | take 3 | extend l = range(0, 2) | mv-apply x = l to typeof(long) on (summarize n = count())
       | where n > toscalar(Calls | take 1 | count)`,
      { explain: true },
    )
    expect(explanation?.operators.map(shape)).toEqual([
      ['summarize', 1, ['take', 1, ['table', 2048, 'Calls ()']]],
      expect.arrayContaining(['where', 3]),
    ])
    expect(JSON.stringify(explanation?.operators.map(shape))).toContain(
      '["summarize",3,["given",9]]',
    )
  })

  it('is not made where nobody asks', async () => {
    expect(Object.keys(await kql.run('print 1'))).toEqual(['columns', 'rows'])
  })
})
