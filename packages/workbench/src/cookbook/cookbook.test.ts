import { createKql, memorySource, toJsonValue } from '@kansoku/kql'
import { findQuery, functions, type PackQuery, queries, tables } from '@kansoku/log-analytics'
import { afterAll, describe, expect, it } from 'vitest'

import { chartData } from '../chart/chart-data.ts'
import { chartSvg } from '../chart/chart-svg.ts'
import type { QueryAnswer } from '../query/answer.ts'
import { cookbookPage, pictureQuery } from './cookbook-page.ts'
import { chatbotWeek, NOW } from './fixture.ts'
import { recipes } from './recipes.ts'

const docs = '../../../../docs'
const stored: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  ...chatbotWeek(),
}
const kql = createKql({
  source: memorySource(
    Object.fromEntries(
      Object.entries(tables).map(([name, columns]) => [
        name,
        { columns, rows: stored[name] ?? [] },
      ]),
    ),
  ),
  functions: functions(),
})
afterAll(() => kql.close())

function find(name: string): PackQuery {
  const query = findQuery(name)
  if (!query) throw new Error(`the pack has no query "${name}"`)
  return query
}

async function answerOf(query: string): Promise<QueryAnswer> {
  const { columns, rows, visualization } = await kql.run(query, { now: NOW })
  return {
    columns,
    rows: rows.map((row) =>
      row.map((cell, index) => toJsonValue(cell, columns[index]?.type ?? 'dynamic')),
    ),
    ...(visualization && { visualization }),
  }
}

describe('the cookbook', () => {
  it('is this page', async () => {
    await expect(cookbookPage(recipes, find)).toMatchFileSnapshot(`${docs}/cookbook.md`)
  })

  it.each(recipes.map((recipe) => [recipe.name, recipe] as const))(
    'draws %s',
    async (name, recipe) => {
      const data = chartData(await answerOf(pictureQuery(recipe, find)))
      if (data === undefined) throw new Error(`${name} renders no chart`)
      expect(data.series.length).toBeGreaterThan(0)
      const picture = chartSvg(data, { width: 720, height: 320 })
      await expect(`${picture}\n`).toMatchFileSnapshot(`${docs}/pictures/cookbook/${name}.svg`)
    },
  )

  it('has the queries of the pack that answer a question', () => {
    const told = new Set(recipes.flatMap(({ query }) => ('pack' in query ? [query.pack] : [])))
    const left = queries().filter(({ name }) => !told.has(name))
    expect(left.map(({ name }) => name)).toEqual([
      'costliest-calls',
      'drift',
      'drill-down',
      'invalid-outputs',
      'slowest-calls',
      'usage-and-latency',
    ])
  })
})
