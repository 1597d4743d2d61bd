import { beforeAll, describe, expect, it } from 'vitest'

import { type Played, playAll, type Result, VARIANTS } from './testing/transparency/play.ts'
import { SCENARIOS } from './testing/transparency/scenarios.ts'

const played = new Map<string, Played>()

beforeAll(
  () => playAll(({ format, major }, result) => void played.set(`${major} ${format}`, result)),
  180_000,
)

describe.each(VARIANTS)('an application that loads openai $major as $format', (variant) => {
  const { format, major } = variant
  const all = (): Played => played.get(`${major} ${format}`) as Played
  const scenarios = SCENARIOS.filter(({ lacking }) => lacking?.[major] === undefined)

  it('plays every scenario but those whose API its client lacks', () => {
    const names = scenarios.map(({ name }) => name)
    expect([...all().bare.keys()]).toEqual(names)
    expect([...all().traced.keys()]).toEqual(names)
  })

  it.each(scenarios)('sees what it sees without us: $name', ({ name }) => {
    const { observed, requests, unhandled } = all().traced.get(name) as Result
    const without = all().bare.get(name) as Result
    expect({ observed, requests, unhandled }).toEqual({
      observed: without.observed,
      requests: without.requests,
      unhandled: without.unhandled,
    })
  })

  it.each(scenarios)('has one ended span for each call: $name', ({ ends, endsOn, name }) => {
    const { diagnostics, events, open, spans } = all().traced.get(name) as Result
    const ended = spans.map(({ attributes, status }) => ({
      error: attributes['error.type'],
      finish: attributes['gen_ai.response.finish_reasons'],
      usage: [attributes['gen_ai.usage.input_tokens'], attributes['gen_ai.usage.output_tokens']],
      failed: status.code === 2,
    }))
    const expected = endsOn?.[major] ?? ends
    expect({ ended, open, diagnostics, exceptions: events.length }).toEqual({
      ended: expected.map(({ error, finish, usage }) => ({
        error,
        finish,
        usage: usage ?? [undefined, undefined],
        failed: error !== undefined,
      })),
      open: 0,
      diagnostics: [],
      exceptions: expected.filter(({ error }) => error !== undefined).length,
    })
  })

  it('ends a call that was dropped when it was last seen, not when it was collected', () => {
    const dropped = [...all().traced.values()].filter(({ name }) =>
      /dropped|never awaited/.test(name),
    )
    expect(dropped.length).toBeGreaterThan(3)
    const late = dropped.filter(({ spans }) => spans.some((span) => span.afterCollection))
    expect(late.map(({ name }) => name)).toEqual([])
  })

  it('leaves no word of a prompt or an answer in any signal', () => {
    for (const { diagnostics, events, metrics, spans } of all().traced.values())
      expect(JSON.stringify([diagnostics, events, metrics, spans])).not.toContain('canary')
    expect(JSON.stringify([...all().bare.values()])).toContain('canary')
  })
})
