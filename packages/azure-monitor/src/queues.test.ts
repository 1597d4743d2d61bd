import { ROOT_CONTEXT } from '@opentelemetry/api'
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'

import { logQueue, spanQueue } from './queues.ts'

const BATCHING = {
  scheduledDelayMillis: 60_000,
  maxExportBatchSize: 2,
  maxQueueSize: 3,
  exportTimeoutMillis: 1000,
}

/** An endpoint that answers when it is told to. */
function slow(): {
  readonly exported: unknown[]
  readonly answer: () => void
  readonly exporter: {
    export: (items: readonly unknown[], done: (result: { code: number }) => void) => void
    forceFlush: () => Promise<void>
    shutdown: () => Promise<void>
  }
} {
  const exported: unknown[] = []
  const waiting: (() => void)[] = []
  return {
    exported,
    answer: () => waiting.shift()?.(),
    exporter: {
      export: (items, done) => {
        exported.push(...items)
        waiting.push(() => done({ code: 0 }))
      },
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    },
  }
}

it.each(['spans', 'logs'] as const)(
  'counts the %s that end faster than the endpoint answers, and exports all others',
  async (signal) => {
    const { answer, exported, exporter } = slow()
    const lost: [number, string][] = []
    const report = (count: number, why: string): void => void lost.push([count, why])
    const spans = spanQueue(exporter, BATCHING, report)
    const logs = logQueue(exporter, BATCHING, report)
    const tracer = new BasicTracerProvider({ spanProcessors: [spans] }).getTracer('test')
    const logger = new LoggerProvider({ processors: [logs] }).getLogger('test')
    const end = (): void => {
      if (signal === 'spans') tracer.startSpan('a', {}, ROOT_CONTEXT).end()
      else logger.emit({ body: 'a' })
    }
    // Two are on their way and three wait; the sixth finds no place.
    for (let index = 0; index < 2; index++) end()
    await new Promise(setImmediate)
    for (let index = 0; index < 4; index++) end()
    const variable = signal === 'spans' ? 'OTEL_BSP_MAX_QUEUE_SIZE' : 'OTEL_BLRP_MAX_QUEUE_SIZE'
    expect(lost).toEqual([[1, `more ended than the endpoint took; ${variable} was 3`]])
    const flushed = (signal === 'spans' ? spans : logs).shutdown()
    for (let index = 0; index < 5; index++) {
      answer()
      // oxlint-disable-next-line no-await-in-loop -- one batch after the other
      await new Promise(setImmediate)
    }
    await flushed
    expect(exported).toHaveLength(5)
  },
)
