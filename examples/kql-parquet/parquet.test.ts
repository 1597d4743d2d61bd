import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DuckDBInstance } from '@duckdb/node-api'
import { createKql } from '@kansoku/kql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { openParquet } from './parquet.ts'

let folder: string
let file: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kansoku-parquet-'))
  file = join(folder, "it's calls.parquet")
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  await connection.run(`COPY (SELECT TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS "TimeGenerated",
      CASE WHEN i % 3 = 0 THEN 'large' ELSE 'small' END AS model, i * 1.5::DOUBLE AS ms, i::BIGINT AS tokens,
      [i, i + 1] AS parts, i % 2 = 0 AS ok FROM range(30000) r(i))
    TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`)
  connection.closeSync()
  database.closeSync()
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('KQL over a Parquet file', () => {
  it('answers over its columns, lists as dynamic values', async () => {
    const table = await openParquet(file, 'Rows')
    const kql = createKql({ source: table.source })
    const { columns, rows } =
      await kql.run(`Rows | where TimeGenerated < datetime(2026-03-02) and ok
      | summarize calls = count(), percentile(ms, 95), tokens = sum(tokens), latest = max(tolong(parts[1])) by model | sort by model asc`)
    const all = await kql.run('Rows | summarize count() by model | sort by count_')
    await kql.close()
    table.close()
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['model', 'string'],
      ['calls', 'long'],
      ['percentile_ms_95', 'real'],
      ['tokens', 'long'],
      ['latest', 'long'],
    ])
    expect(rows).toEqual([
      ['large', 240, 2043, 172_080, 1435],
      ['small', 480, 2049, 345_600, 1439],
    ])
    expect(all.rows).toEqual([
      ['small', 20_000],
      ['large', 10_000],
    ])
  })
})
