import type { ModelPrice } from './model-price.ts'

const KEYS = {
  model: 'text',
  validFrom: 'text',
  input: 'number',
  cachedInput: 'number',
  cacheWrite: 'number',
  output: 'number',
  upToInputTokens: 'number',
} as const satisfies Record<keyof ModelPrice, 'text' | 'number'>

const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * The prices in a file that somebody wrote.
 *
 * @example
 * checkPrices([{ model: 'gpt-4.1', validFrom: '2026-01-01', input: 1.8, cachedInput: 0.45, output: 7.2 }])
 *
 * @throws TypeError saying which entry is wrong, and what of it
 */
export function checkPrices(value: unknown): readonly ModelPrice[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new TypeError(
      'prices are a list of [{ "model": "…", "input": 1.8, "output": 7.2 }], in US dollars per million tokens',
    )
  const prices = value.map((entry: unknown, index) => checkPrice(entry, `price ${index + 1}`))
  const keys = prices.map(({ model, validFrom = '' }) => `${model} ${validFrom}`)
  const twice = keys.findIndex((key, index) => keys.indexOf(key) !== index)
  if (twice !== -1)
    throw new TypeError(`price ${twice + 1} is for the model and the day of another one`)
  return prices
}

function checkPrice(entry: unknown, which: string): ModelPrice {
  if (typeof entry !== 'object' || entry === null) throw new TypeError(`${which} is no object`)
  for (const [key, value] of Object.entries(entry)) {
    if (!Object.hasOwn(KEYS, key))
      throw new TypeError(
        `${which} has an unknown key "${key}"; known are ${Object.keys(KEYS).join(', ')}`,
      )
    const right = KEYS[key as keyof ModelPrice] === 'text' ? isText(value) : isPrice(value)
    if (!right)
      throw new TypeError(
        `${which}: "${key}" is ${JSON.stringify(value)}; give ${KEYS[key as keyof ModelPrice] === 'text' ? 'a text' : 'a number of 0 or more'}`,
      )
  }
  const price = entry as Partial<ModelPrice>
  if (price.model === undefined || price.input === undefined)
    throw new TypeError(`${which} needs a "model" and its price "input"`)
  if (price.validFrom !== undefined && !isDay(price.validFrom))
    throw new TypeError(`${which}: "validFrom" is "${price.validFrom}"; give a day as 2026-01-31`)
  return price as ModelPrice
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''
const isPrice = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
/** A day that there is: JavaScript takes the 31st of February for the 3rd of March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return DAY.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
