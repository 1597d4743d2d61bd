/**
 * Runs every scenario once in this process and prints a line of JSON for each: what the application saw, and the
 * telemetry. Arguments: the client's major, `esm` or `cjs`, and a {@link Mode}. A process of its own, because patches
 * stay.
 */
import { setTimeout as sleep } from 'node:timers/promises'

import { type Format, helpersOf, loadClient, type Major } from '../clients.ts'
import { startServer } from '../server.ts'
import { record } from '../telemetry.ts'
import type { Mode } from './play.ts'
import type { World } from './scenario.ts'
import { SCENARIOS } from './scenarios.ts'
import { unasked, USAGE_SCENARIOS, type UsageScenario } from './usage.ts'

const [version, format, given] = process.argv.slice(2)
const major = Number(version) as Major
const mode = given as Mode
const enabled = mode === 'traced' || mode === 'asking'
const scenarios: readonly UsageScenario[] =
  mode === 'asking' || mode === 'unasked' ? USAGE_SCENARIOS : SCENARIOS

const recorder = record({ enabled, includeUsage: mode === 'asking' })
const module = await loadClient(major, format as Format)
const { AzureOpenAI, OpenAI } = module
// The loader hook goes by the name of the package, which the older majors do not have here: see `loading.test.ts`.
if (enabled) recorder.instrumentation.manuallyInstrument(module)

let unhandled: string[] = []
let collectedAt = Number.POSITIVE_INFINITY
process.on('unhandledRejection', (reason) => {
  unhandled.push(reason instanceof Error ? reason.constructor.name : String(reason))
})

for (const scenario of scenarios) {
  if (scenario.lacking?.[major] !== undefined) continue
  // oxlint-disable-next-line no-await-in-loop -- one at a time, so that all telemetry belongs to it
  console.log(JSON.stringify(await play(scenario)))
}
process.exit(0)

async function play(scenario: UsageScenario): Promise<unknown> {
  const server = await startServer()
  const { answers = [], saysItself } = scenario
  server.answer(...(mode === 'unasked' && !saysItself ? answers.map(unasked) : answers))
  recorder.reset()
  unhandled = []
  collectedAt = Number.POSITIVE_INFINITY
  const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
  const observed = await scenario.run({
    OpenAI,
    AzureOpenAI,
    client,
    helpers: (of) => helpersOf(of, major),
    server,
    collect,
  })
  await sleep(5)
  const result = {
    name: scenario.name,
    observed,
    unhandled,
    requests: server.requests,
    spans: recorder.spans().map(({ attributes, endTime, name, status }) => ({
      name,
      attributes,
      status,
      afterCollection: toMilliseconds(endTime) > collectedAt,
    })),
    events: recorder.events().map(({ attributes, eventName }) => ({ eventName, attributes })),
    metrics: (await recorder.metrics()).map(({ descriptor }) => descriptor.name),
    open: recorder.open(),
    diagnostics: recorder.diagnostics.filter((line) => !line.startsWith('@opentelemetry/api')),
  }
  await server.close()
  return result
}

/** Several rounds: a promise is only garbage when the request that it belongs to is over. */
async function collect(): ReturnType<World['collect']> {
  // So long after the last use that an end at the collection can be told from one at the use.
  await sleep(100)
  collectedAt = Date.now()
  for (let round = 0; round < 40 && (round < 4 || recorder.open() > 0); round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- rounds
    await sleep(10)
    globalThis.gc?.()
  }
}

function toMilliseconds([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1e3 + nanoseconds / 1e6
}
