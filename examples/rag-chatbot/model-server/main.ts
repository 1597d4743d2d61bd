/**
 * A model server on loopback, for everything that must run without an API key.
 * Prints one JSON line with its address when it is ready.
 *
 *   node model-server/main.ts --port 8080 --seed 1 --invalid-format 0.3
 */
import { parseArgs } from 'node:util'

import { DEFAULT_RATES, type Rates } from './rates.ts'
import { startModelServer } from './server.ts'

const RATE_OPTIONS = {
  'no-on-first-turn': 'noOnFirstTurn',
  'missed-search': 'missedSearch',
  'search-every-turn': 'searchEveryTurn',
  'search-on-later-turns': 'searchOnLaterTurns',
  'invalid-format': 'invalidFormat',
  'rate-limited-once': 'rateLimitedOnce',
  'rate-limited': 'rateLimited',
} as const satisfies Record<string, keyof Rates>

const names = ['port', 'seed', 'latency-scale', ...Object.keys(RATE_OPTIONS)]

try {
  const { values } = parseArgs({
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  })
  const number = (name: string, fallback: number): number => {
    const given = values[name]
    const value = given === undefined ? fallback : Number(given)
    if (Number.isFinite(value) && value >= 0 && given !== '') return value
    throw new TypeError(`--${name} must be a number from 0, not "${String(given)}"`)
  }
  const { url, baseURL, close } = await startModelServer({
    port: number('port', 0),
    seed: number('seed', 1),
    latencyScale: number('latency-scale', 1),
    rates: Object.fromEntries(
      Object.entries(RATE_OPTIONS).map(([option, rate]) => [
        rate,
        number(option, DEFAULT_RATES[rate]),
      ]),
    ) as unknown as Rates,
  })
  console.log(JSON.stringify({ url, baseURL }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close())
} catch (error) {
  console.error(`model server: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
