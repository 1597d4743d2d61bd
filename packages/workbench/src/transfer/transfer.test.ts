import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { openStore, type Store } from '../store/store.ts'
import { callEnvelope } from '../testing/envelopes.ts'
import { post, readStore, temporaryFolder, testWorkbench } from '../testing/workbench.ts'
import { exportRows, type ExportOptions } from './export-rows.ts'
import { importRows } from './import-rows.ts'

const HOSTILE = `"quotes", line\nbreaks, ' ; DROP TABLE x; 東京 \u2028`

async function withStore<T>(data: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ data })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const call = (id: string, second: number, properties: Record<string, string>) =>
  Object.assign(callEnvelope(id, { properties }), {
    time: `2026-11-24T09:00:0${second}.1234567Z`,
  })

/** A folder with three calls: null columns, text that breaks what is not quoted, times to the tick. */
async function filled(): Promise<string> {
  const data = temporaryFolder()
  const workbench = await testWorkbench({ data })
  await post(workbench.url, [
    call('00f067aa0ba902b1', 1, { 'gen_ai.prompt.name': HOSTILE }),
    call('00f067aa0ba902b2', 2, {}),
    call('00f067aa0ba902b3', 3, { a: '{"nested":[1,2]}' }),
  ])
  await workbench.close()
  return data
}

const rowsOf = (data: string): Promise<unknown[][]> =>
  readStore(join(data, 'kansoku.duckdb'), 'SELECT * FROM AppDependencies ORDER BY TimeGenerated')

const exporting = (data: string, options: ExportOptions) =>
  withStore(data, async (store) => exportRows(await store.connection(), options))
const importing = (data: string, files: readonly string[]) =>
  withStore(data, async (store) => importRows(await store.connection(), files))

describe('export and import', () => {
  it.each(['parquet', 'jsonl'] as const)('give the same rows again: %s', async (format) => {
    const data = await filled()
    const folder = temporaryFolder()
    const [file, ...others] = await exporting(data, { folder, format })
    expect([file, ...others]).toEqual([
      { file: join(folder, `AppDependencies.${format}`), table: 'AppDependencies', rows: 3 },
    ])
    const other = temporaryFolder()
    expect(await importing(other, [file?.file ?? ''])).toEqual([file])
    expect(await rowsOf(other)).toEqual(await rowsOf(data))
    expect((await importing(other, [file?.file ?? '']))[0]?.rows).toBe(0)
  })

  it('write bags as JSON in JSON lines, and only the times that are asked for', async () => {
    const folder = temporaryFolder()
    const since = new Date('2026-11-24T09:00:03Z')
    await exporting(await filled(), { folder, format: 'jsonl', since })
    const lines = (await readFile(join(folder, 'AppDependencies.jsonl'), 'utf8')).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as Record<string, unknown>)).toEqual([
      expect.objectContaining({
        Id: '00f067aa0ba902b3',
        TimeGenerated: '2026-11-24T09:00:03.123456Z',
        Properties: { a: '{"nested":[1,2]}' },
      }),
    ])
  })

  it('refuse what is no export, and store nothing of it', async () => {
    const folder = temporaryFolder()
    const data = temporaryFolder()
    const files = {
      'customers.parquet': 'x',
      'AppTraces.parquet': 'no parquet',
      'AppEvents.jsonl': '{"a": 1',
    }
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, name)
      // oxlint-disable-next-line no-await-in-loop -- few
      await writeFile(file, text)
      // oxlint-disable-next-line no-await-in-loop -- one store at a time
      await expect(importing(data, [file])).rejects.toThrow(`${file}: `)
    }
    await expect(importing(data, [join(folder, 'AppTraces.jsonl')])).rejects.toThrow(
      'it cannot be read: ENOENT',
    )
    expect(
      await readStore(join(data, 'kansoku.duckdb'), 'SELECT count(*)::INTEGER FROM AppEvents'),
    ).toEqual([[0]])
  })
})
