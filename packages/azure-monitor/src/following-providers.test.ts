import type { TracerProvider } from '@opentelemetry/api'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'

import { followingLoggerProvider, followingTracerProvider } from './following-providers.ts'

it('starts each span at the provider of the moment, whenever its tracer was asked for', () => {
  const [first, second] = [provider(), provider()]
  let current: TracerProvider = first.provider
  const tracer = followingTracerProvider(() => current).getTracer('scope', '1')
  tracer.startSpan('one').end()
  current = second.provider
  tracer.startActiveSpan('two', { attributes: { key: 1 } }, (span) => span.end())
  expect([first.names(), second.names()]).toEqual([['scope one'], ['scope two']])
})

it('flushes the provider of the moment, where that can be flushed', async () => {
  const flushed: string[] = []
  const { provider: sdk } = provider()
  const flushable = Object.assign(sdk, { forceFlush: async () => void flushed.push('sdk') })
  await followingTracerProvider(() => flushable).forceFlush?.()
  await followingTracerProvider(() => ({ getTracer: (name) => sdk.getTracer(name) })).forceFlush?.()
  expect(flushed).toEqual(['sdk'])
})

it('emits each record at the provider of the moment', () => {
  const said: string[] = []
  const saying = (name: string) => ({
    getLogger: (scope: string) => ({ emit: (body: string) => void said.push(name + scope + body) }),
  })
  let current = saying('a')
  const logger = followingLoggerProvider(() => current).getLogger('-' as never)
  logger.emit('1' as never)
  current = saying('b')
  logger.emit('2' as never)
  expect(said).toEqual(['a-1', 'b-2'])
  expect(logger.enabled?.()).toBe(true)
})

function provider() {
  const exporter = new InMemorySpanExporter()
  return {
    provider: new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
    names: () =>
      exporter
        .getFinishedSpans()
        .map(({ instrumentationScope, name }) => `${instrumentationScope.name} ${name}`),
  }
}
