import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { envelopeToRow } from '../rows/envelope.ts'
import { callEnvelope, envelope } from '../testing/envelopes.ts'
import { readStore, temporaryFolder } from '../testing/workbench.ts'
import type { Delivery } from './group-commit.ts'
import { explainOpenFailure } from './store-error.ts'
import { openStore } from './store.ts'

const RECEIVED = 1_772_359_205_000_000n

function delivery(hash: string, received: bigint = RECEIVED): Delivery {
  const rows = [envelopeToRow(callEnvelope(hash), received)]
  return { hash, received, rows, answer: `answer to ${hash}` }
}

const opening = async (data: string): Promise<unknown> =>
  openStore({ data }).then(
    async (store) => store.close(),
    (error: unknown) => error,
  )

describe('openStore', () => {
  it('makes the folder for its owner only and keeps it out of git', async () => {
    const data = join(temporaryFolder(), 'deep', '.kansoku')
    await opening(data)
    expect(statSync(data).mode & 0o777).toBe(0o700)
    expect(readFileSync(join(data, '.gitignore'), 'utf8')).toBe('*\n')
  })

  it('keeps its rows from one opening to the next', async () => {
    const data = temporaryFolder()
    for (const hash of ['a', 'b']) {
      // oxlint-disable-next-line no-await-in-loop
      const store = await openStore({ data })
      // oxlint-disable-next-line no-await-in-loop
      await store.append(delivery(hash))
      // oxlint-disable-next-line no-await-in-loop
      await store.close()
    }
    const rows = await readStore(join(data, 'kansoku.duckdb'), 'SELECT Id FROM AppDependencies')
    expect(rows).toEqual([['a'], ['b']])
  })

  it('says that the data folder is a file', async () => {
    const file = join(temporaryFolder(), 'data')
    writeFileSync(file, 'a letter')
    expect(await opening(file)).toMatchObject({
      code: 'unwritable',
      message: expect.stringContaining('Choose another one with --data') as unknown,
    })
    expect(await opening(join(file, 'below'))).toMatchObject({ code: 'unwritable' })
    expect(readFileSync(file, 'utf8')).toBe('a letter')
  })

  it.runIf(process.platform === 'linux')('says that no folder can be made there', async () => {
    expect(await opening('/proc/kansoku/data')).toMatchObject({
      code: 'unwritable',
      message: expect.stringContaining('/proc/kansoku') as unknown,
    })
  })

  it('leaves a file that is no store as it is and tells how to move it aside', async () => {
    const data = temporaryFolder()
    const file = join(data, 'kansoku.duckdb')
    writeFileSync(file, 'not a database '.repeat(1000))
    expect(await opening(data)).toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(`mv "${file}" "${file}.damaged"`) as unknown,
    })
    expect(readFileSync(file, 'utf8')).toBe('not a database '.repeat(1000))
  })

  it('leaves a cut store as it is', async () => {
    const data = temporaryFolder()
    const file = join(data, 'kansoku.duckdb')
    await opening(data)
    truncateSync(file, 5000)
    expect(await opening(data)).toMatchObject({ code: 'corrupt' })
    expect(statSync(file).size).toBe(5000)
  })

  it('says that the place of the file is taken by a folder', async () => {
    const data = temporaryFolder()
    mkdirSync(join(data, 'kansoku.duckdb'))
    expect(await opening(data)).toMatchObject({ code: 'failed' })
  })

  it('names the process that has the store open', async () => {
    const data = temporaryFolder()
    const other = await openElsewhere(data)
    expect(await opening(data)).toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`Another workbench (process ${other.pid})`) as unknown,
    })
  })

  it('refuses a store of a newer layout', async () => {
    const data = temporaryFolder()
    await opening(data)
    await readStore(join(data, 'kansoku.duckdb'), `UPDATE _meta SET value = '99'`)
    expect(await opening(data)).toMatchObject({
      code: 'newer',
      message: expect.stringContaining('Update kansoku') as unknown,
    })
  })

  it.each([
    ['an older layout', `UPDATE _meta SET value = '0'`, 'another kansoku (layout 0'],
    ['no version', 'DELETE FROM _meta', 'another kansoku (layout unknown'],
    ['other columns', 'ALTER TABLE AppTraces ADD COLUMN More INT', 'other columns in AppTraces'],
    ['no description', 'DROP TABLE _meta', 'a database of another program'],
  ])('refuses a store of %s', async (_, change, message) => {
    const data = temporaryFolder()
    await opening(data)
    await readStore(join(data, 'kansoku.duckdb'), change)
    expect(await opening(data)).toMatchObject({
      code: 'foreign',
      message: expect.stringContaining(message) as unknown,
    })
  })

  it("adds nothing to another program's database", async () => {
    const data = temporaryFolder()
    const file = join(data, 'kansoku.duckdb')
    await readStore(file, 'CREATE TABLE orders (id INT)')
    expect(await opening(data)).toMatchObject({ code: 'foreign' })
    expect(await readStore(file, 'SELECT table_name FROM duckdb_tables()')).toEqual([['orders']])
  })

  it.each([
    ['Cannot open file "x": Permission denied', 'unwritable'],
    ['Cannot open file "x": Read-only file system', 'unwritable'],
    ['Trying to read a database file with version number 99, but we can only read 64', 'newer'],
    ['Corrupt database file: computed checksum 1 does not match stored checksum 2', 'corrupt'],
    ['Out of cheese', 'failed'],
  ])('tells %s from the other failures', (said, code) => {
    expect(explainOpenFailure('x', new Error(`IO Error: ${said}\nLINE 1`))).toMatchObject({ code })
  })
})

describe('append', () => {
  it('stores a delivery once and gives its first answer again', async () => {
    const data = temporaryFolder()
    const store = await openStore({ data })
    const first = await store.append(delivery('a'))
    const again = await store.append({ ...delivery('a'), answer: 'another answer' })
    await store.close()
    expect([first, again]).toEqual(['answer to a', 'answer to a'])
    expect(await readStore(store.file, 'SELECT Id FROM AppDependencies')).toEqual([['a']])
  })

  it('forgets deliveries that no exporter sends again', async () => {
    const data = temporaryFolder()
    const store = await openStore({ data })
    const threeDays = 3n * 86_400_000_000n
    await store.append(delivery('old', RECEIVED - threeDays))
    await store.append(delivery('new'))
    await store.close()
    expect(await readStore(store.file, 'SELECT hash FROM _batches')).toEqual([['new']])
  })

  it('stores nothing of a delivery that fails, and goes on with the next', async () => {
    const store = await openStore({ data: temporaryFolder() })
    const connection = await store.connection()
    await connection.run('ALTER TABLE AppTraces RENAME TO Elsewhere')
    connection.closeSync()
    const message = envelopeToRow(envelope('MessageData', { message: 'm' }), RECEIVED)
    const { rows } = delivery('a')
    const failing = store.append({ ...delivery('a'), rows: [...rows, message] })
    await expect(failing).rejects.toMatchObject({ name: 'StoreError', code: 'failed' })
    await store.append(delivery('b'))
    await store.close()
    expect(await readStore(store.file, 'SELECT Id FROM AppDependencies')).toEqual([['b']])
  })

  it('stores the very same cells whether rows come many at once or one by one', async () => {
    const rows = Array.from({ length: 70 }, (_, index) => [
      envelopeToRow(
        callEnvelope(`id-${String(index).padStart(2, '0')}`, {
          success: index % 3 > 0,
          ...(index % 2 === 0 ? {} : { properties: { 質問: `天気は? ' " ${index}` } }),
          measurements: index % 5 === 0 ? undefined : { tokens: index },
        }),
        RECEIVED + BigInt(index),
      ),
      envelopeToRow(envelope('MessageData', { message: `${index}` }), RECEIVED),
    ]).flat()
    const everything = async (groups: (typeof rows)[]): Promise<unknown> => {
      const store = await openStore({ data: temporaryFolder() })
      for (const [index, group] of groups.entries()) {
        // oxlint-disable-next-line no-await-in-loop
        await store.append({ ...delivery(`${index}`), rows: group })
      }
      await store.close()
      return [
        await readStore(store.file, 'SELECT * FROM AppDependencies ORDER BY Id'),
        await readStore(store.file, 'SELECT * FROM AppTraces ORDER BY Message'),
      ]
    }
    const together = await everything([rows, []])
    expect(together).toEqual(
      await everything([rows.slice(0, 50), rows.slice(50, 100), rows.slice(100)]),
    )
    expect(together).toMatchObject([{ length: 70 }, { length: 70 }])
  })

  it('lets no delivery pay for another one that waited with it', async () => {
    const store = await openStore({ data: temporaryFolder() })
    const connection = await store.connection()
    await connection.run('ALTER TABLE AppTraces RENAME TO Elsewhere')
    connection.closeSync()
    const message = envelopeToRow(envelope('MessageData', { message: 'm' }), RECEIVED)
    const told = await Promise.allSettled([
      store.append(delivery('a')),
      store.append(delivery('b')),
      store.append({ ...delivery('c'), rows: [message] }),
      store.append({ ...delivery('b'), answer: 'another answer' }),
      store.append(delivery('d')),
    ])
    await store.close()
    expect(told.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
      'answer to a',
      'answer to b',
      'failed',
      'answer to b',
      'answer to d',
    ])
    const rows = await readStore(store.file, 'SELECT Id FROM AppDependencies ORDER BY Id')
    expect(rows).toEqual([['a'], ['b'], ['d']])
  })

  it('takes nothing more when its file was removed or replaced, since nobody would find it', async () => {
    const data = temporaryFolder()
    const store = await openStore({ data })
    await store.append(delivery('a'))
    rmSync(data, { recursive: true })
    await expect(store.append(delivery('b'))).rejects.toMatchObject({ code: 'missing' })
    await opening(data)
    await expect(store.append(delivery('c'))).rejects.toMatchObject({ code: 'missing' })
    await store.close()
  })

  it('refuses after closing', async () => {
    const store = await openStore({ data: temporaryFolder() })
    await store.close()
    await expect(store.append(delivery('a'))).rejects.toMatchObject({ code: 'closed' })
  })
})

/** Another process that holds the store open until the test ends. */
async function openElsewhere(data: string): Promise<ChildProcess> {
  const module = new URL('./store.ts', import.meta.url).href
  const script = `
    const { openStore } = await import(${JSON.stringify(module)})
    await openStore({ data: ${JSON.stringify(data)} })
    console.log('open')
    setInterval(() => {}, 60_000)`
  const child = spawn(
    process.execPath,
    ['--conditions=@kansoku/source', '--input-type=module', '-e', script],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise((resolve) => {
    child.stdout.once('data', resolve)
  })
  return child
}
