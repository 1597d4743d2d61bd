import { describe, expect, it } from 'vitest'

import { workspaceQuery } from './workspace-query.ts'

const saved = (name: string, body: string) => ({
  name,
  title: { en: '', ja: '' },
  description: { en: '', ja: '' },
  parameters: 'startTime: datetime',
  tags: [],
  body,
})

const functions = [
  saved('Costs', 'Calls(startTime)\n| extend Cost = 1\n'),
  saved('Calls', 'AppDependencies\n'),
  saved('Other', 'AppTraces'),
]

describe('workspaceQuery', () => {
  it('brings the called functions along, each behind what it calls', () => {
    expect(workspaceQuery('Costs(ago(1d))', functions)).toEqual({
      text: `let Calls = (startTime: datetime) {
AppDependencies
};
let Costs = (startTime: datetime) {
Calls(startTime)
| extend Cost = 1
};
Costs(ago(1d))`,
      linesBefore: 7,
    })
  })

  it('leaves a query alone that calls none', () => {
    const query = 'AppTraces | where Message has "now()"'
    expect(workspaceQuery(query, functions)).toEqual({ text: query, linesBefore: 0 })
  })

  it('sets the clock where the query asks for it, and nowhere else', () => {
    const query = 'print now(), ago(1d), "now()"'
    const calls = [
      { name: 'ago', start: 13 },
      { name: 'now', start: 6 },
      { name: 'strcat', start: 0 },
    ]
    expect(workspaceQuery(query, functions, new Date('2026-03-01T00:00:00Z'), calls)).toEqual({
      text: `let kansoku_now = (offset: timespan = 0s) { datetime(2026-03-01T00:00:00.000Z) + offset };
let kansoku_ago = (span: timespan) { datetime(2026-03-01T00:00:00.000Z) - span };
print kansoku_now(), kansoku_ago(1d), "now()"`,
      linesBefore: 2,
    })
  })

  it('survives functions that call each other', () => {
    const circle = [saved('A', 'B(startTime)'), saved('B', 'A(startTime)')]
    expect(workspaceQuery('A(now())', circle).linesBefore).toBe(6)
  })
})
