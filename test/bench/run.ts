/**
 * What the telemetry costs over the bare client, and what peers cost. Writes docs/cost.md.
 * `npx --yes pnpm@12 bench`, on an idle machine; `--rounds 1` for a quick look, which writes nothing.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { measureCalls, type Plan } from './calls.ts'
import { measure, progress } from './measure.ts'
import { costPage } from './page.ts'
import { makePlaces, WORKSPACE } from './places.ts'
import { median } from './statistics.ts'
import type { VariantName } from './variants.ts'

const ROUNDS = 5
const IMPORTS = 15

const OURS = ['bare', 'floor', 'kansoku', 'kansoku-content'] as const satisfies VariantName[]
const BY_HAND = [
  'bare',
  'floor',
  'twin',
  'twin-content',
  'kansoku',
  'kansoku-content',
] as const satisfies VariantName[]
const PEERS = [
  'bare-6',
  'opentelemetry',
  'traceloop',
  'bare-7',
  'openinference',
] as const satisfies VariantName[]
const PLAN: Plan = [
  ['chat', [...BY_HAND, ...PEERS]],
  ['responses', [...BY_HAND, ...PEERS]],
  ['embeddings', [...OURS, ...PEERS]],
  ['short-stream', BY_HAND],
  ['long-stream', BY_HAND],
]

/**
 * V8 finds out what lives long, the client's own responses among it, and makes such objects old from birth. In one process
 * it does, in the next it does not, and that is worth 10 µs of a call, as much as what is measured here.
 */
const STEADY = ['--no-allocation-site-pretenuring']

const { values } = parseArgs({ options: { rounds: { type: 'string' } } })
const rounds = Number(values.rounds ?? ROUNDS)

progress('installing the peers')
const places = await makePlaces()
try {
  const costs = measureCalls(PLAN, rounds, places, STEADY)
  progress('as Node runs by default')
  const byDefault = measureCalls([['chat', BY_HAND]], rounds, places)
  progress('loading')
  const imports = { esm: loading('esm'), cjs: loading('cjs') }
  progress('the heap after 100,000 calls')
  const heap = { bare: growth('bare'), kansoku: growth('kansoku') }

  const page = costPage({
    costs,
    byDefault,
    heap,
    imports,
    rounds,
    ours: BY_HAND,
    plain: [...BY_HAND, ...PEERS],
  })
  if (values.rounds === undefined)
    writeFileSync(new URL('../../docs/cost.md', import.meta.url), page)
  console.log(page)
} finally {
  await places.remove()
}

/** Milliseconds. */
function loading(format: 'esm' | 'cjs'): number {
  return median(Array.from({ length: IMPORTS }, () => measure('import.ts', [WORKSPACE, format])))
}

/** Bytes. */
function growth(variant: VariantName): number {
  return measure('memory.ts', [WORKSPACE, variant], ['--expose-gc'])
}
