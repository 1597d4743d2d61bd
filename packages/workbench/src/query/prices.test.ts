import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { openStore } from '../store/store.ts'
import { createEngine } from './engine.ts'
import { pricesOf } from './prices.ts'

const data = mkdtempSync(join(tmpdir(), 'kansoku-prices-'))
afterAll(() => rmSync(data, { recursive: true }))
const write = (text: string): void => writeFileSync(join(data, 'prices.json'), text)

describe('prices of one’s own', () => {
  it('are none without a file, and stand in LLMPrices with one', async () => {
    expect(pricesOf(data)).toBeUndefined()
    write('[{ "model": "m", "input": 1.5, "output": 2 }]')
    const store = await openStore({ data })
    const engine = createEngine(store, pricesOf(data))
    const { rows } = await engine.run('LLMPrices() | project Model, InputUsd, OutputUsd')
    await engine.close()
    await store.close()
    expect(rows).toEqual([['m', 1.5, 2]])
  })

  it.each([
    ['[', `${join(data, 'prices.json')} holds no prices: `],
    ['[{ "model": "m", "input": "1" }]', 'price 1: "input" is "1"; give a number of 0 or more.'],
  ])('are told to be wrong: %s', (text, message) => {
    write(text)
    expect(() => pricesOf(data)).toThrow(message)
  })
})
