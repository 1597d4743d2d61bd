import { readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DuckDBInstance } from '@duckdb/node-api'
import { startWorkbench } from 'kansoku'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Real bodies of the Azure Monitor exporter. */
const folder = new URL('../../../shared/data/envelopes/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

/** The envelopes were captured on this day; a later receive time would replace theirs. */
const CAPTURED = Date.parse('2026-11-22T12:00:00Z')

const answers = new Map<string, unknown>()
let data = ''
let rowsOf: (sql: string) => Promise<unknown[]> = async () => []

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kansoku-'))
  const workbench = await startWorkbench({ port: 0, data, clock: () => CAPTURED })
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop
    const response = await fetch(`${workbench.url}/v2.1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: readFileSync(new URL(file, folder)),
    })
    // oxlint-disable-next-line no-await-in-loop
    answers.set(file, { status: response.status, body: await response.json() })
  }
  await workbench.close()
  const instance = await DuckDBInstance.create(join(data, 'kansoku.duckdb'))
  const connection = await instance.connect()
  rowsOf = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson()
})

afterAll(async () => rm(data, { recursive: true, force: true }))

describe('the exporter’s real envelopes', () => {
  it.each(files)('%s is accepted whole', (file) => {
    const sent = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as unknown[]
    expect(answers.get(file)).toEqual({
      status: 200,
      body: { itemsReceived: sent.length, itemsAccepted: sent.length, errors: [] },
    })
  })

  it('become as many rows of each table as there were envelopes', async () => {
    const counts = [
      'AppDependencies',
      'AppRequests',
      'AppTraces',
      'AppEvents',
      'AppExceptions',
      'AppMetrics',
    ].map((table) => `SELECT '${table}' AS name, count(*)::INTEGER AS n FROM ${table}`)
    expect(await rowsOf(counts.join(' UNION ALL '))).toEqual([
      { name: 'AppDependencies', n: 5 },
      { name: 'AppRequests', n: 1 },
      { name: 'AppTraces', n: 2 },
      { name: 'AppEvents', n: 1 },
      { name: 'AppExceptions', n: 2 },
      { name: 'AppMetrics', n: 4 },
    ])
  })

  it('keep what a chat span carried', async () => {
    const [row] = await rowsOf(`SELECT * FROM AppDependencies WHERE Id = '18f6434dd7447e0b'`)
    expect(row).toMatchObject({
      TimeGenerated: '2026-11-22 11:24:12.806',
      Name: 'chat gpt-4o',
      DependencyType: 'Dependency',
      Target: '',
      ResultCode: '0',
      Success: true,
      DurationMs: 44.4024,
      ItemCount: 1,
      OperationId: '484cad1b06f5defcff60c163a53350b9',
      ParentId: '744c865cca7c7636',
      AppRoleName: 'example.rag-chatbot',
      AppVersion: '1.2.3',
      ClientIP: '0.0.0.0',
      Type: 'AppDependencies',
      Measurements: '{"gen_ai.usage.input_tokens":120,"gen_ai.usage.output_tokens":1}',
      Properties: expect.stringContaining('東京の明日の天気は?') as unknown,
    })
  })

  it('count a sampled span four times, and a histogram by its count', async () => {
    expect(
      await rowsOf(
        `SELECT Name, ItemCount FROM AppDependencies WHERE Name = 'chat sampled-demo'
         UNION ALL SELECT Name, ItemCount FROM AppMetrics WHERE Sum > 0.3 AND Sum < 0.4`,
      ),
    ).toEqual([
      { Name: 'chat sampled-demo', ItemCount: 4 },
      { Name: 'gen_ai.client.operation.duration', ItemCount: 2 },
    ])
  })

  it('keep the severity of a log and of a logged exception only', async () => {
    expect(
      await rowsOf(
        `SELECT SeverityLevel AS s FROM AppTraces UNION ALL SELECT SeverityLevel FROM AppExceptions ORDER BY s NULLS FIRST`,
      ),
    ).toEqual([{ s: null }, { s: null }, { s: 1 }, { s: 3 }])
  })
})
