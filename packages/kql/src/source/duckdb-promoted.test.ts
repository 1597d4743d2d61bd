import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createKql, duckdbSource, type Kql, type KqlColumn } from '../index.ts'

const columns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Name', type: 'string' },
  { name: 'Bag', type: 'dynamic' },
] as const satisfies readonly KqlColumn[]

/** More rows than the source asks DuckDB about, so that repeated texts come as codes. */
const MANY = 30_000

let instance: DuckDBInstance
let kql: Kql
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`
    CREATE TABLE "Few" ("TimeGenerated" TIMESTAMP, "Name" VARCHAR, "Bag" VARCHAR, "Bag.k" VARCHAR, "Bag.n" VARCHAR);
    INSERT INTO "Few" VALUES
      ('0001-01-01', 'first', '{"k":"in JSON"}', 'in a column', '1'),
      ('9999-12-31 23:59:59.999999', NULL, NULL, '', ''),
      ('10000-01-01', 'Ab''c', '{"n":3}', '', NULL);
    CREATE TABLE "Many" ("TimeGenerated" TIMESTAMP, "Name" VARCHAR, "Bag" VARCHAR, "Bag.k" VARCHAR, "Bag.n" VARCHAR);
    INSERT INTO "Many" SELECT TIMESTAMP '2026-01-01' + INTERVAL (i) SECOND,
      CASE WHEN i % 5 <> 0 THEN ['a text beyond twelve bytes', 'it''s', '検索', ''][1 + i % 4] END,
      '{"k":"' || i || '"}', i::VARCHAR, '' FROM range(${MANY}) r(i)`)
  connection.closeSync()
  const promoted = { Bag: { k: 'Bag.k', n: 'Bag.n' } }
  kql = createKql({
    source: duckdbSource({
      connection: () => instance.connect(),
      tables: { Few: columns, Many: columns },
      promoted: { Few: promoted, Many: promoted },
    }),
  })
})
afterAll(async () => {
  await kql.close()
  instance.closeSync()
})

describe('a property with a column of its own', () => {
  it('is read there and not from the JSON, through renamed columns as well', async () => {
    const { rows } = await kql.run(
      'Few | project P = Bag, TimeGenerated | where isnotempty(P.k) | project k = tostring(P["k"]), n = toint(P.other)',
    )
    expect(rows).toEqual([['in a column', null]])
  })

  it('is read from the JSON where a row has something else than a text in it', async () => {
    const { rows } = await kql.run('Few | project n = toint(Bag.n), there = isnotempty(Bag.n)')
    expect(rows).toEqual([
      [null, false],
      [null, false],
      [3, true],
    ])
  })

  it('stays in the JSON for whoever reads the value itself', async () => {
    const { rows } = await kql.run('Few | where Bag.k has "column" | project Bag.k, Bag')
    expect(rows).toEqual([['in JSON', { k: 'in JSON' }]])
  })

  it('is what a filter of DuckDB looks at', async () => {
    const { explanation, rows } = await kql.run(
      'Many | extend k = tostring(Bag.k) | where k == "77" | project Name, k | take 1',
      { explain: true },
    )
    expect(rows).toEqual([["it's", '77']])
    const all = JSON.stringify(explanation)
    expect(all).toContain(
      '"detail":"Many (Name, Bag[\\"k\\"]) where Bag[\\"k\\"] in [\\"77\\"]","rows":1',
    )
  })
})

describe('a property of a bag of texts', () => {
  it('is taken out of the JSON by DuckDB, whatever its key, and here where DuckDB reads no JSON', async () => {
    const connection = await instance.connect()
    const bags = [
      { k: "it's", 'a/b~c"d.e': 'odd', o: '{"k":1}' },
      { k: '検索\ud800', n: '7' },
      { n: null, k: '' },
      {},
    ].map((bag) => `('${JSON.stringify(bag).replaceAll("'", "''")}')`)
    await connection.run(`CREATE TABLE "Bags" ("Bag" VARCHAR);
      INSERT INTO "Bags" VALUES ${bags.join(', ')}, (NULL), ('no JSON'), ('')`)
    connection.closeSync()
    const tables = { Bags: [{ name: 'Bag', type: 'dynamic' }] } as const
    const setup = { connection: () => instance.connect(), tables }
    const query = `Bags | where isempty(Bag.none) | project k = tostring(Bag.k), n = toint(Bag["n"]), odd = tostring(Bag['a/b~c"d.e']),
      o = tostring(Bag.o), has = Bag.k has "it", k2 = strcat(tostring(Bag.k), "!"), Bag`
    const engines = [{ textBags: { Bags: ['Bag'] } }, {}].map((more) =>
      createKql({ source: duckdbSource({ ...setup, ...more }) }),
    )
    const [taken, parsed] = await Promise.all(
      engines.map(async (engine) => {
        const { explanation, rows } = await engine.run(query, { explain: true })
        await engine.close()
        return { rows, asked: JSON.stringify(explanation).includes('Bag[') }
      }),
    )
    expect(taken?.rows.map((row) => row.slice(0, 5))).toEqual([
      ["it's", null, 'odd', '{"k":1}', true],
      ['検索\ud800', 7, '', '', false],
      ...Array.from({ length: 5 }, () => ['', null, '', '', false]),
    ])
    expect(taken?.rows).toEqual(parsed?.rows)
    expect([taken?.asked, parsed?.asked]).toEqual([true, false])
  })
})

describe('columns of a large scan', () => {
  it('give texts that repeat, and nulls between them as empty text', async () => {
    const { rows } = await kql.run('Many | summarize count() by Name | sort by Name asc')
    expect(rows).toEqual(
      [
        ['', MANY * 0.4],
        ["it's", MANY / 5],
        ['a text beyond twelve bytes', MANY / 5],
        ['検索', MANY / 5],
      ].toSorted(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
    )
  })

  it('give texts that do not repeat', async () => {
    const { rows } = await kql.run(
      'Many | summarize dcount(tostring(Bag.k)), max(strlen(tostring(Bag.k)))',
    )
    expect(rows).toEqual([[MANY, 5]])
  })

  it('give times that are binned as they are one by one', async () => {
    const bins = await kql.run('Many | summarize count() by bin(TimeGenerated, 1h)')
    const single = await kql.run(
      'Many | summarize count() by bin(iff(true, TimeGenerated, now()), 1h)',
    )
    expect(bins.rows).toHaveLength(9)
    expect(bins.rows).toEqual(single.rows)
  })
})

describe('times at the ends', () => {
  it('are those of Kusto, and null beyond', async () => {
    const { rows } = await kql.run('Few | project TimeGenerated')
    expect(rows).toEqual([[0n], [3_155_378_975_999_999_990n], [null]])
  })
})

describe('a piece of text', () => {
  it('is looked for by DuckDB in no narrower way than here: every letter whose lower case is ASCII', async () => {
    const letters = Array.from({ length: 0x2_0000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      // oxlint-disable-next-line no-control-regex -- ASCII is the question
      .filter((letter) => /[\u0000-\u007f]/u.test(letter.toLowerCase()))
    const connection = await instance.connect()
    const found = await connection.runAndReadAll(
      `SELECT lower(t) FROM (SELECT unnest([${letters.map((letter) => `chr(${letter.codePointAt(0)})`).join(', ')}]) AS t)`,
    )
    connection.closeSync()
    const narrower = found.getRows().flatMap(([lower], index) => {
      const ascii = letters[index]?.toLowerCase().replace(/[^\u0020-\u007e]/gu, '') ?? ''
      return String(lower).includes(ascii) ? [] : letters[index]
    })
    expect(letters.length).toBeGreaterThan(128)
    expect(narrower).toEqual([])
  })
})
