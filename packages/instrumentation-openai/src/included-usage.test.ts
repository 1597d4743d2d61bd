import { beforeAll, describe, expect, it } from 'vitest'

import { type Major, MAJORS } from './testing/clients.ts'
import { type Played, playAll, type Result } from './testing/transparency/play.ts'
import { endsOf, expectedEnds, seenByApplication } from './testing/transparency/table.ts'
import { USAGE_SCENARIOS, type UsageScenario } from './testing/transparency/usage.ts'

const played = new Map<Major, Played>()
/** Hiding is the same code for both module systems; the majors differ in who reads a stream how. */
const variants = MAJORS.map((major) => ({ major, format: 'esm' }) as const)

beforeAll(
  () => playAll(({ major }, both) => void played.set(major, both), variants, ['unasked', 'asking']),
  120_000,
)

interface Request {
  readonly path: string
  readonly body: { readonly stream?: boolean; readonly stream_options?: object } | undefined
}

/** The requests that the bare client made, with usage asked for. */
function asking({ requests }: Result, { saysItself }: UsageScenario): unknown {
  return (requests as readonly Request[]).map(({ body, path }) => {
    if (saysItself || body?.stream !== true) return { body, path }
    return {
      body: { ...body, stream_options: { ...body.stream_options, include_usage: true } },
      path,
    }
  })
}

describe.each(MAJORS)('with includeUsage, an application on openai %i', (major) => {
  const scenarios = USAGE_SCENARIOS.filter(({ lacking }) => lacking?.[major] === undefined)
  const bare = (name: string): Result => played.get(major)?.bare.get(name) as Result
  const traced = (name: string): Result => played.get(major)?.traced.get(name) as Result

  it.each(scenarios)('sees what the API sends where nobody asks for usage: $name', (scenario) => {
    const { name } = scenario
    expect(seenByApplication(traced(name))).toEqual({
      ...(seenByApplication(bare(name)) as object),
      requests: asking(bare(name), scenario),
    })
  })

  it.each(scenarios)('has its usage on the span: $name', (scenario) => {
    expect(endsOf(traced(scenario.name))).toEqual(expectedEnds(scenario, major))
  })
})
