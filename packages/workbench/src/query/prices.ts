import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { checkPrices, type ModelPrice } from '@kansoku/log-analytics'

import { StoreError } from '../store/store-error.ts'

/**
 * Prices of one's own, where the data folder has a `prices.json`: the queries about cost take them in place of list prices.
 *
 * @throws StoreError saying what is wrong with the file
 */
export function pricesOf(data: string): readonly ModelPrice[] | undefined {
  const file = join(data, 'prices.json')
  return existsSync(file) ? readPrices(file) : undefined
}

/** @throws StoreError saying what is wrong with the file */
export function readPrices(file: string): readonly ModelPrice[] {
  try {
    return checkPrices(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StoreError('foreign', `${file} holds no prices: ${why}.`, { cause })
  }
}
