import { type Attributes, diag, DiagLogLevel, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it, vi } from 'vitest'

import { resolveSampling, type SamplingOptions } from './sampling-options.ts'
import { whatMatters } from './what-matters.ts'

const rule = (options: SamplingOptions = {}): ReturnType<typeof whatMatters> =>
  whatMatters(resolveSampling({ ratio: 0.1, newVersionCalls: 0, ...options }, {}, []) as never)

const quiet = (): void => undefined

interface Ended {
  readonly attributes?: Attributes
  readonly failed?: boolean
  readonly seconds?: number
}
function ended({ attributes = {}, failed = false, seconds = 1 }: Ended): ReadableSpan {
  return {
    attributes,
    status: { code: failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    duration: [Math.floor(seconds), (seconds % 1) * 1e9],
  } as ReadableSpan
}

describe('whatMatters', () => {
  it.each<[string, Ended, boolean]>([
    ['an ordinary call', { attributes: { 'gen_ai.operation.name': 'chat' } }, false],
    ['a valid output', { attributes: { 'llmops.output.valid': true } }, false],
    ['an invalid output', { attributes: { 'llmops.output.valid': false } }, true],
    ['a failed call', { failed: true }, true],
    ['a request', { seconds: 60 }, false],
    ['a slow call', { attributes: { 'gen_ai.operation.name': 'chat' }, seconds: 2.6 }, true],
    ['a quick call', { attributes: { 'gen_ai.operation.name': 'chat' }, seconds: 2.4 }, false],
    ['an agent', { attributes: { 'gen_ai.operation.name': 'invoke_agent' }, seconds: 60 }, false],
  ])('is asked about %s', (_, span, matters) => {
    expect(rule({ slowMillis: 2500 })(ended(span))).toBe(matters)
  })

  it('keeps the first calls of each version', () => {
    const matters = rule({ newVersionCalls: 2 })
    const call = (version?: string): boolean =>
      matters(
        ended({
          attributes: {
            'gen_ai.prompt.name': 'answer',
            ...(version !== undefined && { 'gen_ai.prompt.version': version }),
          },
        }),
      )
    expect([call('1'), call('1'), call('1'), call('2'), call(), call('2'), call('2')]).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
      false,
    ])
  })

  it('keeps all calls of a version for as long as it is new', () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const matters = rule({ newVersionMillis: 1000 })
    const call = ended({ attributes: { 'gen_ai.prompt.name': 'answer' } })
    expect(matters(call)).toBe(true)
    vi.advanceTimersByTime(999)
    expect(matters(call)).toBe(true)
    vi.advanceTimersByTime(1)
    expect(matters(call)).toBe(false)
    vi.useRealTimers()
  })

  it('does not fill the memory with versions that are made of ids', () => {
    const matters = rule({ newVersionCalls: 1 })
    const kept = Array.from({ length: 1100 }, (_, index) =>
      matters(ended({ attributes: { 'gen_ai.prompt.name': `answer ${index}` } })),
    )
    expect(kept.filter(Boolean)).toHaveLength(1000)
  })

  it("asks the user's own rule, and keeps what it throws at, which it says once", () => {
    const error = vi.fn<(...args: unknown[]) => void>()
    diag.setLogger(
      { error, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
      DiagLogLevel.ERROR,
    )
    const matters = rule({
      keep: ({ attributes }) => {
        if (attributes['customer'] === undefined) throw new TypeError('secret')
        return attributes['customer'] === 'gold'
      },
    })
    expect(
      [{ customer: 'gold' }, { customer: 'tin' }, {}, {}].map((attributes) =>
        matters(ended({ attributes })),
      ),
    ).toEqual([true, false, true, true])
    expect(error.mock.calls).toEqual([
      ['kansoku: the option sampling.keep threw, and what it throws at is kept', 'TypeError'],
    ])
    diag.disable()
  })

  it('keeps what a rule in a promise is asked about, says so once, and lets no rejection out', async () => {
    const error = vi.fn<(...args: unknown[]) => void>()
    diag.setLogger(
      { error, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
      DiagLogLevel.ERROR,
    )
    const rejected = vi.fn<() => void>()
    process.on('unhandledRejection', rejected)
    const keep = (async () => {
      throw new Error('secret')
    }) as unknown as () => boolean
    const matters = rule({ keep })
    expect([matters(ended({})), matters(ended({}))]).toEqual([true, true])
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', rejected)
    diag.disable()
    expect(rejected).not.toHaveBeenCalled()
    expect(error.mock.calls).toEqual([
      [
        'kansoku: the option sampling.keep gave a promise: what it is asked about is kept. Answer at once',
        'Promise',
      ],
    ])
  })
})
