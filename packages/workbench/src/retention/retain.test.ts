import { describe, expect, it } from 'vitest'

import { openStore, type Store } from '../store/store.ts'
import { callEnvelope } from '../testing/envelopes.ts'
import { post, temporaryFolder, testWorkbench } from '../testing/workbench.ts'
import { startKeeper } from './keeper.ts'
import { retain } from './retain.ts'

const HOUR = 3_600_000
const now = new Date()

/** Calls of the last hours, newest first, so many an hour. */
async function filled(hours: number, each = 1, text = ''): Promise<Store> {
  const data = temporaryFolder()
  const workbench = await testWorkbench({ data })
  const calls = Array.from({ length: hours * each }, (_, index) =>
    Object.assign(callEnvelope(index.toString(16).padStart(16, '0'), { properties: { text } }), {
      time: new Date(now.getTime() - (Math.floor(index / each) + 0.5) * HOUR).toISOString(),
    }),
  )
  await post(workbench.url, calls)
  await workbench.close()
  return openStore({ data })
}

async function rowsIn(store: Store): Promise<number> {
  const connection = await store.connection()
  const reader = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM AppDependencies')
  connection.closeSync()
  return Number(reader.getRows()[0]?.[0])
}

describe('retention', () => {
  it('removes what is older, and says how much', async () => {
    const store = await filled(10)
    const connection = await store.connection()
    expect(await retain(connection, { keepMs: 4 * HOUR }, now)).toEqual({
      rows: 6,
      before: new Date(now.getTime() - 4 * HOUR),
    })
    expect(await rowsIn(store)).toBe(4)
    expect(await retain(connection, { keepMs: 4 * HOUR }, now)).toBeUndefined()
    expect(await retain(connection, {}, now)).toBeUndefined()
    connection.closeSync()
    await store.close()
  })

  it('makes room when the rows take more than they may, the oldest first', async () => {
    const store = await filled(20, 50, 'x'.repeat(500))
    const connection = await store.connection()
    await connection.run('CHECKPOINT')
    const reader = await connection.runAndReadAll(
      'SELECT (used_blocks * block_size)::DOUBLE FROM pragma_database_size()',
    )
    const used = Number(reader.getRows()[0]?.[0])
    expect(await retain(connection, { maxBytes: used * 2 }, now)).toBeUndefined()
    const removed = await retain(connection, { maxBytes: used / 2 }, now)
    expect(removed?.rows).toBeGreaterThan(400)
    expect(removed?.rows).toBeLessThan(700)
    const oldest = await connection.runAndReadAll(
      'SELECT epoch_ms(min(TimeGenerated))::DOUBLE FROM AppDependencies',
    )
    expect(Number(oldest.getRows()[0]?.[0])).toBeGreaterThanOrEqual(removed?.before.getTime() ?? 0)
    connection.closeSync()
    await store.close()
  })

  it('is kept by a workbench from its start on', async () => {
    const store = await filled(5)
    const removed: number[] = []
    const stop = startKeeper(store, {
      rules: { keepMs: 2 * HOUR },
      onRemoved: ({ rows }) => removed.push(rows),
    })
    await stop()
    expect(removed).toEqual([3])
    expect(await rowsIn(store)).toBe(2)
    await store.close()
  })

  it('says why nothing was removed', async () => {
    const store = await filled(1)
    await store.close()
    const failures: unknown[] = []
    const onFailed = (error: unknown): number => failures.push(error)
    await startKeeper(store, { rules: { keepMs: HOUR }, onFailed })()
    expect(failures).toEqual([expect.objectContaining({ name: 'StoreError' })])
  })
})
