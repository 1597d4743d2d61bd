import type { ResolvedSampling } from './sampling-options.ts'
import { samplingScore } from './sampling-score.ts'

type Limits = Pick<
  ResolvedSampling,
  'oneIn' | 'maxTraceMillis' | 'maxTraceItems' | 'maxItems' | 'maxBytes'
>

/** A span or log record, and roughly what it weighs in memory. */
export interface Entry<Item> {
  readonly item: Item
  readonly bytes: number
  /** Whether it keeps its trace. */
  readonly matters: boolean
}

/** Takes what is kept, with the percentage at which it was. */
export type Release<Item> = (item: Item, sampleRate: number) => void

export interface TraceBuffer<Item> {
  /** A span of the trace has started. */
  readonly start: (traceId: string) => void
  /** A span of the trace has ended. */
  readonly end: (traceId: string, entry: Entry<Item>) => void
  /** Something else has happened in the trace. */
  readonly add: (traceId: string, entry: Entry<Item>) => void
  /** Decides every trace that waits. */
  readonly decideAll: () => void
  readonly waiting: () => { readonly items: number; readonly bytes: number }
}

/** The spans of one trace from the first start until none is open: those below one local root, as a rule. */
interface Segment<Item> {
  readonly traceId: string
  /** Empty once it is decided; what comes then is decided at once. */
  entries: Entry<Item>[]
  /** When the first of the entries came. */
  waitingSince: number
  bytes: number
  open: number
  matters: boolean
  decided: boolean
}

/** How many traces that mattered are remembered for what comes after their end, and how many are open at most. */
const MAX_TRACES = 10_000

/**
 * Holds the spans and logs of a trace back until none of its spans is open, and then lets all of them through or none.
 *
 * Each span's chance is either 1 or 1 in n, and which of both never depends on the draw: so what is let through with a
 * chance of 1 in n stands for n, also where a limit had the trace decided early and something mattered only later.
 */
export function createTraceBuffer<Item>(limits: Limits, release: Release<Item>): TraceBuffer<Item> {
  const ordinaryRate = 100 / limits.oneIn
  const segments = new Map<string, Segment<Item>>()
  /** Those with entries that wait, the longest waiting first. */
  const buffering = new Set<Segment<Item>>()
  /** Traces in which something mattered, and how many of their items were kept for it. */
  const mattered = new Map<string, number>()
  let items = 0
  let bytes = 0
  let timer: NodeJS.Timeout | undefined

  /** A trace without end, such as that of a long job, is not kept whole from its first failure on. */
  const isKept = (traceId: string): boolean => {
    const kept = mattered.get(traceId)
    return kept !== undefined && kept < limits.maxTraceItems
  }

  const keep = (traceId: string, entries: readonly Entry<Item>[]): void => {
    if (!mattered.has(traceId) && mattered.size >= MAX_TRACES) deleteFirst(mattered)
    mattered.set(traceId, (mattered.get(traceId) ?? 0) + entries.length)
    for (const { item } of entries) release(item, 100)
  }

  const draw = (traceId: string, entries: readonly Entry<Item>[]): void => {
    if (samplingScore(traceId) >= ordinaryRate) return
    for (const { item } of entries) release(item, ordinaryRate)
  }

  const decide = (segment: Segment<Item>): void => {
    if (segment.decided) return
    const { entries, matters, traceId } = segment
    segment.decided = true
    segment.entries = []
    buffering.delete(segment)
    items -= entries.length
    bytes -= segment.bytes
    if (matters) keep(traceId, entries)
    else draw(traceId, entries)
  }

  const decideOld = (): void => {
    timer = undefined
    const now = performance.now()
    for (const segment of buffering) {
      const left = segment.waitingSince + limits.maxTraceMillis - now
      if (left > 0) return wakeIn(left)
      decide(segment)
    }
  }
  const wakeIn = (millis: number): void => {
    timer ??= setTimeout(decideOld, Math.ceil(millis)).unref()
  }

  const open = (traceId: string): Segment<Item> => {
    if (segments.size >= MAX_TRACES) {
      const [oldest] = segments.values()
      if (oldest) decide(oldest)
      deleteFirst(segments)
    }
    const segment: Segment<Item> = {
      traceId,
      entries: [],
      waitingSince: 0,
      bytes: 0,
      open: 0,
      matters: isKept(traceId),
      decided: false,
    }
    segments.set(traceId, segment)
    return segment
  }

  const put = (traceId: string, entry: Entry<Item>): void => {
    const segment = segments.get(traceId)
    if (!segment || segment.decided) {
      if (entry.matters || isKept(traceId)) keep(traceId, [entry])
      else draw(traceId, [entry])
      return
    }
    segment.matters ||= entry.matters
    if (segment.entries.length === 0) {
      segment.waitingSince = performance.now()
      buffering.add(segment)
      wakeIn(limits.maxTraceMillis)
    }
    segment.entries.push(entry)
    segment.bytes += entry.bytes
    items += 1
    bytes += entry.bytes
    if (segment.entries.length >= limits.maxTraceItems) decide(segment)
    for (const oldest of buffering) {
      if (items <= limits.maxItems && bytes <= limits.maxBytes) break
      decide(oldest)
    }
  }

  return {
    start: (traceId) => {
      const segment = segments.get(traceId) ?? open(traceId)
      segment.open += 1
    },
    end: (traceId, entry) => {
      put(traceId, entry)
      const segment = segments.get(traceId)
      if (!segment) return
      segment.open -= 1
      if (segment.open > 0) return
      segments.delete(traceId)
      decide(segment)
    },
    add: put,
    decideAll: () => {
      for (const segment of buffering) decide(segment)
    },
    waiting: () => ({ items, bytes }),
  }
}

function deleteFirst(from: Map<string, unknown>): void {
  const [first] = from.keys()
  if (first !== undefined) from.delete(first)
}
