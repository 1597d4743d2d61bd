import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { describe, expect, it } from 'vitest'

import { readStore, temporaryFolder } from '../testing/workbench.ts'

const SCRIPT = `
  const { openStore } = await import(${JSON.stringify(new URL('store.ts', import.meta.url).href)})
  const { envelopeToRow } = await import(${JSON.stringify(new URL('../rows/envelope.ts', import.meta.url).href)})
  const { callEnvelope } = await import(${JSON.stringify(new URL('../testing/envelopes.ts', import.meta.url).href)})
  const store = await openStore({ data: process.argv[1] })
  const failures = new Set()
  const stored = []
  for (let index = 0; index < 12; index += 1) {
    const properties = { text: String(index).repeat(300_000) }
    const rows = [envelopeToRow(callEnvelope(String(index), { properties }), 0n)]
    try {
      stored.push(await store.append({ hash: String(index), received: 0n, rows, answer: String(index) }))
    } catch (error) {
      failures.add(error.code + ': ' + error.message)
    }
  }
  await store.close()
  console.log(JSON.stringify({ stored, failures: [...failures] }))`

// The limit on the size of a file stands for the end of the disk: DuckDB's write fails the same way.
describe.runIf(process.platform === 'linux')('a store whose disk is full', () => {
  it('refuses what it cannot write, and has every row that it acknowledged', async () => {
    const data = temporaryFolder()
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      'ulimit -f 2000; exec "$0" --conditions=@kansoku/source --input-type=module -e "$1" "$2"',
      process.execPath,
      SCRIPT,
      data,
    ])
    const { stored, failures } = JSON.parse(stdout) as { stored: string[]; failures: string[] }
    expect(stored.length).toBeGreaterThan(0)
    expect(failures).toEqual([
      expect.stringMatching(/^failed: .*kansoku\.duckdb cannot be written/),
    ])
    const rows = await readStore(
      join(data, 'kansoku.duckdb'),
      'SELECT Id FROM AppDependencies ORDER BY Id::INTEGER',
    )
    expect(rows).toEqual(stored.map((id) => [id]))
  })
})
