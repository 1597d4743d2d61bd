import { DuckDBInstance } from '@duckdb/node-api'

import { createKql, duckdbSource } from '../index.ts'

const database = await DuckDBInstance.create(':memory:')
const connection = await database.connect()
await connection.run(
  `CREATE TABLE "Calls" ("TimeGenerated" TIMESTAMP, "Name" VARCHAR, "Properties" VARCHAR)`,
)
await connection.run(`INSERT INTO "Calls" VALUES
  ('2026-01-01 10:00:00', 'chat', '{"turn":"1","label":"Yes"}'),
  ('2026-01-01 11:00:00', 'chat', '{"turn":"2","label":"No"}')`)
connection.closeSync()

const kql = createKql({
  source: duckdbSource({
    connection: () => database.connect(),
    tables: {
      Calls: [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'Name', type: 'string' },
        { name: 'Properties', type: 'dynamic' },
      ],
    },
  }),
})
const { columns, rows } = await kql.run(`
  Calls
  | where TimeGenerated > datetime(2026-01-01 10:30)
  | summarize calls = count() by label = tostring(Properties.label)`)
// columns: label (string), calls (long); rows: [['No', 1]]
await kql.close()

// Below is the test's.
export const shown: readonly unknown[] = [columns, rows]
