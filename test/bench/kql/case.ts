/** One measurement in a process of its own: `node case.ts <what> <query> <file>` prints one number. */
import { DuckDBInstance } from '@duckdb/node-api'
import { createKql, duckdbSource, type Kql } from '@kansoku/kql'
import { functions, tables } from '@kansoku/log-analytics'

import { queries, type QueryName } from './queries.ts'
import { END, promotedKeys } from './rows.ts'

const REPEATS = 5

const [, , what = '', name = '', file = ''] = process.argv
const { kql: query, sql } = queries[name as QueryName]
const database = await DuckDBInstance.create(file, {
  access_mode: 'READ_ONLY',
  memory_limit: '512MB',
})

const engine = (): Kql =>
  createKql({
    source: duckdbSource({
      connection: () => database.connect(),
      tables,
      promoted: {
        AppDependencies: { Properties: Object.fromEntries(promotedKeys.map((key) => [key, key])) },
      },
    }),
    functions: functions(),
  })

/** The least of some runs, in milliseconds: what the machine does beside it only adds. */
async function least(run: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const began = performance.now()
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    await run()
    best = Math.min(best, performance.now() - began)
  }
  return best
}

async function measured(): Promise<number> {
  switch (what) {
    case 'sql': {
      const connection = await database.connect()
      return least(async () => (await connection.runAndReadAll(sql)).getRows())
    }
    case 'kql': {
      const kql = engine()
      return least(() => kql.run(query, { now: END }))
    }
    case 'parsing': {
      const kql = engine()
      let best = Number.POSITIVE_INFINITY
      await least(async () => {
        const { explanation } = await kql.run(query, { now: END, explain: true })
        best = Math.min(best, explanation?.parsing ?? best)
      })
      return best
    }
    case 'first':
      await engine().run(query, { now: END })
      // Since the process began.
      return performance.now()
    case 'memory':
      await engine().run(query, { now: END })
      return process.resourceUsage().maxRSS / 1024
    default:
      throw new Error(`nothing to measure: ${what}`)
  }
}

console.log(await measured())
process.exit()
