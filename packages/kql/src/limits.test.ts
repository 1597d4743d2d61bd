import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createKql, isKqlError, type Kql, memorySource, type TableSource } from './index.ts'

const source = memorySource({
  T: { columns: [{ name: 'x', type: 'long' }], rows: [[1], [2], [3]] },
})
/** A table without an end, and without a pause: only the engine gives timers and sockets their turn. */
const endless: TableSource = {
  tables: () => source.tables(),
  // oxlint-disable-next-line require-await -- an iterable of batches, whatever the source
  async *scan() {
    for (let block = 0; block < 100_000_000; block++) yield { length: 1, columns: [[block]] }
  },
}

describe('a query that goes on too long', () => {
  let kql: Kql
  beforeAll(async () => {
    kql = createKql({ source: endless, limits: { milliseconds: 1000 } })
    await kql.run('print warm = 1').catch(() => undefined)
  })
  afterAll(() => kql.close())

  it('ends with its limit of time', async () => {
    await expect(kql.run('T | summarize count()')).rejects.toMatchObject({
      code: 'limit',
      message:
        'The query took longer than 1000 ms. Narrow its time range, or raise limits.milliseconds.',
    })
  })

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController()
    const reason = new Error('the page was closed')
    const running = kql.run('T | summarize count()', { signal: stop.signal })
    setTimeout(() => stop.abort(reason), 50)
    await expect(running).rejects.toBe(reason)
  })

  it('does not start when its signal is aborted already', async () => {
    const reason = new Error('too late')
    await expect(kql.run('T', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('a result', () => {
  it.each([
    ['T', 3, undefined],
    ['T', 2, 'limit'],
    ['T | take 2', 2, undefined],
    ['T | summarize count()', 1, undefined],
  ])('of %s with room for %i rows ends with %s', async (query, rows, code) => {
    const kql = createKql({ source, limits: { rows } })
    const error: unknown = await kql.run(query).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    await kql.close()
    expect(isKqlError(error) ? error.code : error).toBe(code)
  })
})

describe('an engine', () => {
  it('answers again after it was closed', async () => {
    const kql = createKql({ source })
    await kql.run('T')
    await kql.close()
    const { rows } = await kql.run('T | count')
    await kql.close()
    expect(rows).toEqual([[3]])
  })

  it('rejects what waits when it is closed', async () => {
    const kql = createKql({ source })
    const waiting = kql.run('T').catch((error: unknown) => error)
    await kql.close()
    expect(await waiting).toMatchObject({ message: 'The KQL engine was closed.' })
  })

  it('says so when the parser cannot start, and tries again', async () => {
    let broken = true
    const kql = createKql({
      source: {
        ...source,
        // What cannot be cloned into the worker's start ends it before it begins.
        tables: () => (broken ? ({ T: () => undefined } as never) : source.tables()),
      },
    })
    await expect(kql.run('T')).rejects.toThrow(/clone/u)
    broken = false
    const { rows } = await kql.run('T | count')
    await kql.close()
    expect(rows).toEqual([[3]])
  })

  it('hands on what a source throws', async () => {
    const kql = createKql({
      source: {
        ...source,
        // oxlint-disable-next-line require-yield -- it fails before the first batch
        async *scan() {
          throw new Error('disk on fire')
        },
      },
    })
    await expect(kql.run('T')).rejects.toThrow('disk on fire')
    await kql.close()
  })
})

describe('the place of an error', () => {
  const functions = [
    { name: 'Inner', parameters: 'n: long', body: 'T\n| where x == n\n| where gone > 1' },
    { name: 'Outer', parameters: '', body: 'Inner(2)\n| count' },
    { name: 'Runs', parameters: '', body: 'T\n| extend y = extract_all("a", tostring(x))' },
    { name: 'Refused', parameters: '', body: 'T\n\n| evaluate autocluster()' },
  ]
  const kql = createKql({ source, functions })
  afterAll(() => kql.close())

  it.each([
    ['T\r\n| where gone == 1', 'semantic', 2, 9, 'KS142'],
    ['T | where x ==', 'syntax', 1, 15, 'KS'],
    ['T\n| where x == 1\n| extend s = "検索", y = gone', 'semantic', 3, 24, 'KS142'],
    ['print 1\n| union (Outer())', 'semantic', 3, 9, 'in function Inner'],
    ['Runs()', 'runtime', 2, 14, 'in function Runs'],
    ['Refused()', 'unsupported', 3, 3, 'in function Refused'],
    ['T\n| take 1 | extend a = dynamic(1) + dynamic(2)', 'runtime', 2, 23, 'dynamic'],
  ])('in %j is told by line and column', async (query, code, line, column, words) => {
    const error: unknown = await kql.run(query).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code, line, column })
    expect((error as Error).message).toContain(words)
  })
})

describe('what a query keeps in memory', () => {
  const text = 'x'.repeat(1000)
  const rows = Array.from({ length: 3000 }, (_, index) => [index, `${index} ${text}`])
  const columns = [
    { name: 'x', type: 'long' },
    { name: 's', type: 'string' },
  ] as const
  let kql: Kql
  beforeAll(() => {
    kql = createKql({
      source: memorySource({ T: { columns, rows } }),
      limits: { bytes: 2 ** 20 },
    })
  })
  afterAll(() => kql.close())

  it.each([
    'T | sort by s',
    'T',
    'T | summarize make_list(s)',
    'T | join kind=inner T on s | count',
  ])('has a limit: %s', async (query) => {
    await expect(kql.run(query)).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringContaining('more than 1 MiB of rows in memory') as unknown,
    })
  })

  it.each(['T | summarize count(), max(strlen(s)) by x % 10', 'T | where s has "17" | take 5'])(
    'is little where rows only pass: %s',
    async (query) => {
      await expect(kql.run(query)).resolves.toBeDefined()
    },
  )
})

describe('a regular expression that goes on and on', () => {
  it.each([
    `T | where s matches regex "a.*a.*a.*a.*a.*c$" | count`,
    `T | extend y = extract("(a.*a.*a.*a.*a.*c$)", 1, s) | where y == "" | count`,
  ])('ends after a second and lets the process go on: %s', async (query) => {
    const kql = createKql({
      source: memorySource({
        T: { columns: [{ name: 's', type: 'string' }], rows: [['a'.repeat(3000)]] },
      }),
      limits: { milliseconds: 400 },
    })
    await kql.check('print 1')
    await expect(kql.run(query)).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringContaining('A regular expression took longer than') as unknown,
    })
    await kql.close()
  })
})
