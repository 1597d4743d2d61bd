import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'

import { spanOf } from '../testing/spans.ts'
import { boundedContent } from './bounded-content.ts'

const spanWithContent = (characters: number): ReadableSpan =>
  spanOf({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': 'x'.repeat(characters) })

interface Endpoint extends SpanExporter {
  readonly arrived: ReadableSpan[]
  /** Lets the requests go that are under way. */
  readonly answer: () => void
}

/** An exporter that answers when it is told to. */
function endpoint(): Endpoint {
  const arrived: ReadableSpan[] = []
  const waiting: (() => void)[] = []
  return {
    arrived,
    export: (spans, resultCallback) => {
      arrived.push(...spans)
      waiting.push(() => resultCallback({ code: 0 }))
    },
    shutdown: async () => undefined,
    answer: () => {
      for (const each of waiting.splice(0)) each()
    },
  }
}

const processor = (to: SpanExporter, maxQueueSize = 100): SpanProcessor =>
  boundedContent(
    to,
    (exporter) =>
      new BatchSpanProcessor(exporter, { maxQueueSize, scheduledDelayMillis: 3_600_000 }),
    1000,
  )
const degraded = (spans: readonly ReadableSpan[]): unknown[] =>
  spans.map((span) => span.attributes['llmops.content.degraded'])

describe('content that waits to be sent', () => {
  it('is sent at once from half of the bound on, and beyond it only its hash waits', async () => {
    const to = endpoint()
    const spans = processor(to)
    spans.onEnd(spanWithContent(400))
    expect(to.arrived).toHaveLength(0)
    spans.onEnd(spanWithContent(400))
    spans.onEnd(spanWithContent(400))
    spans.onEnd(spanOf({ 'gen_ai.operation.name': 'chat' }))
    const flushed = spans.forceFlush()
    to.answer()
    await flushed
    expect(degraded(to.arrived)).toEqual([undefined, undefined, 'memory', undefined])
    const [, , third] = to.arrived
    expect(third?.attributes).not.toHaveProperty(['gen_ai.input.messages'])
    expect(third?.attributes['llmops.content.stored']).toContain('"as":"hash","bytes":400')
    await spans.shutdown()
  })

  it('has the whole bound again once it has gone', async () => {
    const to = endpoint()
    const spans = processor(to)
    for (let round = 0; round < 3; round += 1) {
      spans.onEnd(spanWithContent(900))
      const flushed = spans.forceFlush()
      to.answer()
      // oxlint-disable-next-line no-await-in-loop -- one round after the other
      await flushed
    }
    expect(degraded(to.arrived)).toEqual([undefined, undefined, undefined])
    await spans.shutdown()
  })

  it('does not count for ever what a full queue has dropped', async () => {
    const to = endpoint()
    const spans = processor(to, 1)
    const settle = async (): Promise<void> => {
      await new Promise(setImmediate)
      to.answer()
      await new Promise(setImmediate)
    }
    // One is under way, one waits, and for the others there is no room.
    for (let index = 0; index < 6; index += 1) spans.onEnd(spanWithContent(150))
    await settle()
    await settle()
    const before = to.arrived.length
    expect(before).toBeLessThan(6)
    for (const characters of [400, 900]) {
      spans.onEnd(spanWithContent(characters))
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await settle()
    }
    expect(degraded(to.arrived.slice(before))).toEqual([undefined, undefined])
    await spans.shutdown()
  })

  it('is never that of one span alone, if it is more than the bound', async () => {
    const to = endpoint()
    const spans = processor(to)
    spans.onEnd(spanWithContent(1001))
    const flushed = spans.forceFlush()
    to.answer()
    await flushed
    expect(degraded(to.arrived)).toEqual(['memory'])
    await spans.shutdown()
  })
})
