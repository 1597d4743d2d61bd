import { kqlString } from '../contracts/kql-string.ts'
import type { PackFunction } from '../pack.ts'
import { checkPrices } from './check-prices.ts'
import type { ModelPrice } from './model-price.ts'

const COLUMNS =
  'Model: string, ValidFrom: datetime, InputUsd: real, CachedInputUsd: real, CacheWriteUsd: real, OutputUsd: real, UpToInputTokens: long, ListedIn: string'

/** Before any call of a language model. */
const ALWAYS = '2020-01-01'

/**
 * The functions of the pack with these prices in `LLMPrices`, in place of the list prices.
 *
 * @throws TypeError where a price cannot be one
 */
export function withPrices(
  functions: readonly PackFunction[],
  prices: readonly ModelPrice[],
): readonly PackFunction[] {
  const rows = checkPrices(prices).map(rowOf).join(',\n')
  const body = `datatable(${COLUMNS})\n[\n${rows}\n]`
  return functions.map((each) =>
    each.name === 'LLMPrices' ? Object.assign({}, each, TEXTS, { body }) : each,
  )
}

const TEXTS = {
  description: {
    en: 'What tokens cost from a day on, in USD per million, as given to kansoku. A row is for the model of that name and its dated snapshots, unless a snapshot has a row of its own. CachedInputUsd and CacheWriteUsd are null where such tokens cost what other input does; UpToInputTokens is set where a longer prompt has another price.',
    ja: '適用開始日ごとのトークン単価(100 万トークンあたりの USD)で、kansoku に指定されたものです。行はその名前のモデルと日付付きスナップショットに適用され、スナップショット自身の行があればそちらを使います。CachedInputUsd と CacheWriteUsd が null なら通常の入力と同じ単価です。UpToInputTokens より長いプロンプトの単価は別です。',
  },
} as const

function rowOf(price: ModelPrice): string {
  const { cacheWrite, cachedInput, input, model, output = 0, upToInputTokens, validFrom } = price
  const cells = [
    kqlString(model),
    `datetime(${validFrom ?? ALWAYS})`,
    real(input),
    real(cachedInput),
    real(cacheWrite),
    real(output),
    upToInputTokens === undefined ? 'long(null)' : `long(${Math.floor(upToInputTokens)})`,
    '"given"',
  ]
  return `    ${cells.join(', ')}`
}

/** `real(2)`: a plain 2 is long. */
const real = (value: number | undefined): string => `real(${value ?? 'null'})`
