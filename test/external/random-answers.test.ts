import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { loadClient, MAJORS } from '../../packages/instrumentation-openai/src/testing/clients.ts'
import type { Case } from '../../packages/instrumentation-openai/src/testing/random/cases.ts'
import { checkCases } from '../../packages/instrumentation-openai/src/testing/random/check.ts'
import { isWhole } from '../../packages/instrumentation-openai/src/testing/random/delivery.ts'
import { createPlayer } from '../../packages/instrumentation-openai/src/testing/random/play.ts'
import {
  record,
  type Recorder,
} from '../../packages/instrumentation-openai/src/testing/telemetry.ts'
import { createJudge } from './semconv-judge.ts'

const RUNS_PER_MAJOR = 2_500
const SEED = 20_261_124

const judges = {
  content: createJudge({ capture: 'SPAN_AND_EVENT' }),
  none: createJudge({ capture: 'NO_CONTENT' }),
}

let recorder: Recorder

beforeEach(() => {
  recorder = record()
  // openai 4 prints chunks that it cannot read.
  vi.spyOn(console, 'error').mockReturnValue()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await recorder.stop()
})

/** What the conventions say against the telemetry of a case. */
function violations({ captures, delivery }: Case): string[] {
  const judge = captures ? judges.content : judges.none
  const spans = recorder.spans()
  const all = [
    ...spans.flatMap((span) =>
      judge.span(span, recorder.started.get(span.spanContext().spanId) ?? {}),
    ),
    ...recorder.events().flatMap((event) => judge.event(event, spans)),
  ]
  // Counts that contradict each other are told as they came.
  return isWhole(delivery) ? all : all.filter((line) => !/: less than /.test(line))
}

describe('ten thousand answers, whole, mutated, cut or broken', () => {
  it.each(MAJORS)(
    `are the same for an application on openai %i as without us, with one right span each: ${RUNS_PER_MAJOR} of them`,
    async (major) => {
      const play = createPlayer(await loadClient(major, 'esm'), major, recorder)
      const check = checkCases({
        play,
        runs: RUNS_PER_MAJOR,
        seed: SEED + major,
        more: violations,
      })
      await expect(check).resolves.toBeUndefined()
    },
  )
})
