import { readFileSync } from 'node:fs'

import { tables, type LogAnalyticsTable } from '@kansoku/log-analytics'
import { describe, expect, it } from 'vitest'

/** Column names and types gathered from Microsoft's documentation. */
const facts = JSON.parse(
  readFileSync(new URL('../../../shared/data/log-analytics-tables.json', import.meta.url), 'utf8'),
) as Record<string, { name: string; type: string }[]>

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)

describe('the tables of Application Insights', () => {
  it.each(Object.keys(tables) as LogAnalyticsTable[])('%s has the documented columns', (table) => {
    const documented = (facts[table] ?? []).map(({ name, type }) => ({ name, type }))
    expect(tables[table].toSorted(byName)).toEqual(documented.toSorted(byName))
  })
})
