import { isDeepStrictEqual } from 'node:util'

import { beforeAll, describe, expect, it } from 'vitest'

import { type Played, playAll, type Result, VARIANTS } from './testing/transparency/play.ts'
import { SCENARIOS } from './testing/transparency/scenarios.ts'
import {
  endsOf,
  expectedEnds,
  seenByApplication,
  transparencyPage,
} from './testing/transparency/table.ts'

const played = new Map<string, Played>()

beforeAll(
  () => playAll(({ format, major }, result) => void played.set(`${major} ${format}`, result)),
  180_000,
)

function playedOn(major: number, format: string): Played {
  return played.get(`${major} ${format}`) as Played
}

describe.each(VARIANTS)('an application that loads openai $major as $format', (variant) => {
  const { format, major } = variant
  const scenarios = SCENARIOS.filter(({ lacking }) => lacking?.[major] === undefined)
  const bare = (name: string): Result => playedOn(major, format).bare.get(name) as Result
  const traced = (name: string): Result => playedOn(major, format).traced.get(name) as Result

  it('plays every scenario but those whose API its client lacks', () => {
    const names = scenarios.map(({ name }) => name)
    expect([...playedOn(major, format).bare.keys()]).toEqual(names)
    expect([...playedOn(major, format).traced.keys()]).toEqual(names)
  })

  it.each(scenarios)('sees what it sees without us: $name', ({ name }) => {
    expect(seenByApplication(traced(name))).toEqual(seenByApplication(bare(name)))
  })

  it.each(scenarios)('has one ended span for each call: $name', (scenario) => {
    expect(endsOf(traced(scenario.name))).toEqual(expectedEnds(scenario, major))
  })

  it('ends a call that was dropped when it was last seen, not when it was collected', () => {
    const dropped = scenarios.filter(({ name }) => /dropped|never awaited/.test(name))
    expect(dropped.length).toBeGreaterThan(3)
    const late = dropped.filter(({ name }) => traced(name).spans.some((one) => one.afterCollection))
    expect(late.map(({ name }) => name)).toEqual([])
  })

  it('leaves no word of a prompt or an answer in any signal', () => {
    for (const { name } of scenarios) {
      const { diagnostics, events, metrics, spans } = traced(name)
      expect(JSON.stringify([diagnostics, events, metrics, spans])).not.toContain('canary')
    }
    expect(JSON.stringify(scenarios.map(({ name }) => bare(name)))).toContain('canary')
  })
})

describe('the page of the documentation', () => {
  it('is what was seen here; with -u it is written anew', async () => {
    const page = transparencyPage(SCENARIOS, playedOn, isDeepStrictEqual)
    await expect(page).toMatchFileSnapshot('../../../docs/transparency.md')
  })
})
