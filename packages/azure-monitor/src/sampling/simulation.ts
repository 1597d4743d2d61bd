/**
 * Whether sampled rows tell the truth: simulated chats of several calls each through the real SDK and the sampling
 * before a processor that collects. `node --conditions=@kansoku/source packages/azure-monitor/src/sampling/simulation.ts 1000000`
 */
import { setImmediate } from 'node:timers/promises'

import { ATTR_LLMOPS_OUTPUT_LABEL, ATTR_LLMOPS_OUTPUT_VALID } from '@kansoku/core/llmops'
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
} from '@kansoku/core/semconv'
import { type Attributes, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api'
import { LoggerProvider, type LogRecordProcessor } from '@opentelemetry/sdk-logs'
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base'

import { ATTR_LOG_SAMPLE_RATE, ATTR_SAMPLE_RATE } from '../rows/tables.ts'
import { resolveSampling, type SamplingOptions } from './sampling-options.ts'
import { createSampling } from './sampling.ts'

export interface SimulationResult {
  readonly calls: number
  readonly rows: number
  /** Calls that failed or whose output was invalid, and how many of them have no row. */
  readonly mattering: number
  readonly lost: number
  /** Traces of which some rows are there and some are not. */
  readonly torn: number
  /** By group: how many there were, how many the rows say there were, and the difference in standard deviations. */
  readonly groups: Readonly<Record<string, Group>>
}

interface Group {
  readonly truth: number
  readonly estimate: number
  readonly sigmas: number
}

/** What one trace has of everything. */
type Counts = Map<string, number>

const PROMPTS = ['search_decision', 'answer', 'summary'] as const
const CONCURRENT = 200
const MOST_CALLS = 6

export async function simulate(
  calls: number,
  options: SamplingOptions,
  seed = 1,
): Promise<SimulationResult> {
  const resolved = resolveSampling(options, {}, [])
  if (!resolved) throw new RangeError('a ratio of 1 has nothing to simulate')
  const random = generator(seed)
  const truth = new Map<string, Counts>()
  const kept = new Map<string, Counts>()
  const weighted: Counts = new Map()
  const saved = new Set<string>()
  let rows = 0

  const seen = (traceId: string, groups: readonly string[], sampleRate: unknown): void => {
    rows += 1
    for (const group of groups) {
      add(countsOf(kept, traceId), group, 1)
      add(weighted, group, 100 / (typeof sampleRate === 'number' ? sampleRate : 100))
    }
  }
  const collectSpans: SpanProcessor = {
    ...NOTHING,
    onStart: () => undefined,
    onEnd: (span) => {
      const { attributes } = span
      const { spanId, traceId } = span.spanContext()
      saved.add(spanId)
      seen(traceId, groupsOf(attributes), attributes[ATTR_SAMPLE_RATE])
    },
  }
  const collectLogs: LogRecordProcessor = {
    ...NOTHING,
    onEmit: ({ attributes, spanContext }) =>
      seen(spanContext?.traceId ?? '', ['logs'], attributes[ATTR_LOG_SAMPLE_RATE]),
  }
  const sampling = createSampling(resolved)
  const tracer = new BasicTracerProvider({
    idGenerator: {
      generateTraceId: () => hex(random, 8),
      generateSpanId: () => hex(random, 4),
    },
    spanProcessors: [sampling.spans(collectSpans)],
  }).getTracer('simulation')
  const logger = new LoggerProvider({ processors: [sampling.logs(collectLogs)] }).getLogger('s')

  const matteringSpans: string[] = []
  /** A chat of one user: a request with some calls, a step at a time, so that many of them interleave. */
  function* chat(): Generator<void> {
    const root = tracer.startSpan('POST /chat', {}, ROOT_CONTEXT)
    const { traceId } = root.spanContext()
    const counts = countsOf(truth, traceId)
    const context = trace.setSpan(ROOT_CONTEXT, root)
    const wanted = 1 + Math.floor(random() * MOST_CALLS)
    for (let index = 0; index < wanted; index++) {
      const attributes = callAttributes(random)
      const span = tracer.startSpan('chat gpt', { attributes }, context)
      yield
      const failed = random() < 0.01
      const invalid = !failed && random() < 0.005
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
      else span.setAttribute(ATTR_LLMOPS_OUTPUT_VALID, !invalid)
      if (failed || invalid) matteringSpans.push(span.spanContext().spanId)
      if (random() < 0.3) {
        logger.emit({ body: 'details', context: trace.setSpan(ROOT_CONTEXT, span) })
        add(counts, 'logs', 1)
      }
      span.end()
      for (const group of groupsOf({ ...attributes })) add(counts, group, 1)
      made += 1
    }
    yield
    root.end()
    add(counts, 'requests', 1)
  }

  let made = 0
  const open: Generator<void>[] = []
  let turns = 0
  while (made < calls || open.length > 0) {
    if (made < calls && open.length < CONCURRENT) open.push(chat())
    const at = Math.floor(random() * open.length)
    if (open[at]?.next().done) open.splice(at, 1)
    // oxlint-disable-next-line no-await-in-loop -- timers get their turn, as in any application
    if (turns++ % 10_000 === 0) await setImmediate()
  }
  await sampling.spans(collectSpans).forceFlush()

  return {
    calls: made,
    rows,
    mattering: matteringSpans.length,
    lost: matteringSpans.filter((id) => !saved.has(id)).length,
    torn: [...kept].filter(([traceId, some]) => !isWhole(some, truth.get(traceId))).length,
    groups: compare({ truth, kept, weighted, oneIn: resolved.oneIn }),
  }
}

function compare(found: {
  readonly truth: ReadonlyMap<string, Counts>
  readonly kept: ReadonlyMap<string, Counts>
  readonly weighted: Counts
  readonly oneIn: number
}): Record<string, Group> {
  const totals: Counts = new Map()
  const squares: Counts = new Map()
  for (const counts of found.truth.values())
    for (const [group, count] of counts) {
      add(totals, group, count)
      add(squares, group, count * count)
    }
  return Object.fromEntries(
    [...totals].map(([group, truth]) => {
      const estimate = found.weighted.get(group) ?? 0
      // A whole trace is drawn, so its rows come and go together; those that matter only make it less.
      const deviation = Math.sqrt((found.oneIn - 1) * (squares.get(group) ?? 0))
      return [group, { truth, estimate, sigmas: (estimate - truth) / deviation }]
    }),
  )
}

function isWhole(some: Counts, all: Counts | undefined): boolean {
  return all !== undefined && [...all].every(([group, count]) => some.get(group) === count)
}

function callAttributes(random: () => number): Attributes {
  const prompt = PROMPTS[Math.floor(random() * PROMPTS.length)] ?? PROMPTS[0]
  return {
    [ATTR_GEN_AI_OPERATION_NAME]: 'chat',
    [ATTR_GEN_AI_PROMPT_NAME]: prompt,
    [ATTR_GEN_AI_PROMPT_VERSION]: '1',
    [ATTR_LLMOPS_OUTPUT_LABEL]: random() < 0.3 ? 'Yes' : 'No',
  }
}

function groupsOf(attributes: Attributes): string[] {
  if (attributes[ATTR_GEN_AI_OPERATION_NAME] === undefined) return ['requests']
  return [
    'calls',
    String(attributes[ATTR_GEN_AI_PROMPT_NAME]),
    String(attributes[ATTR_LLMOPS_OUTPUT_LABEL]),
  ]
}

const NOTHING = {
  forceFlush: async (): Promise<void> => undefined,
  shutdown: async (): Promise<void> => undefined,
}

function countsOf(traces: Map<string, Counts>, traceId: string): Counts {
  const known = traces.get(traceId) ?? new Map<string, number>()
  traces.set(traceId, known)
  return known
}

function add(counts: Counts, group: string, count: number): void {
  counts.set(group, (counts.get(group) ?? 0) + count)
}

/** Reproducible: a linear congruential generator with the constants of Numerical Recipes, its high bits. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const high = state >>> 16
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (high * 65_536 + (state >>> 16)) / 4_294_967_296
  }
}

function hex(random: () => number, words: number): string {
  return Array.from({ length: words }, () =>
    Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, '0'),
  ).join('')
}

if (import.meta.main) {
  const calls = Number(process.argv[2] ?? 1_000_000)
  for (const [title, options] of [
    ['one in 10', { ratio: 0.1 }],
    ['one in 100', { ratio: 0.01 }],
    ['one in 10, and room for 100 spans and logs', { ratio: 0.1, maxItems: 100 }],
  ] as const) {
    console.log(title)
    // oxlint-disable-next-line no-await-in-loop -- one after the other, or they would share the memory
    console.log(await simulate(calls, options))
  }
}
