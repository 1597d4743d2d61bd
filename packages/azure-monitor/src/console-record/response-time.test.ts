import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'

import { createEnvelopeMapping } from '../envelopes.ts'
import { spanOf } from '../testing/spans.ts'
import { responseTime } from './response-time.ts'

/** Nanoseconds: halves of what a row keeps, where two ways of rounding part, and beyond minutes, hours and days. */
const TAILS = [0, 49, 50, 51, 150, 250, 350, 450, 24_770_650, 999_999_950, 999_999_999]
const SECONDS = [0, 1, 7, 59, 60, 3599, 3600, 86_400 + 61]

it('is what the row of the same span has, to the last digit', async () => {
  const { ofSpans } = createEnvelopeMapping('11111111-1111-4111-8111-111111111111')
  const durations = SECONDS.flatMap((seconds) =>
    TAILS.map((nanos): [number, number] => [seconds, nanos]),
  )
  const spans = durations.map((duration): ReadableSpan =>
    Object.create(spanOf({ 'gen_ai.operation.name': 'chat' }), { duration: { value: duration } }),
  )
  const envelopes = (await ofSpans(spans)) as {
    data: { baseData: { duration?: string } }
  }[]
  const rows = envelopes.flatMap(({ data }) => data.baseData.duration ?? [])
  expect(rows).toHaveLength(durations.length)
  expect(durations.map(responseTime)).toEqual(rows.map(secondsIn))
})

/** `1.02:03:04.5678901` as seconds. */
function secondsIn(span: string): number {
  const [, days = 0, hours, minutes, seconds] =
    /^(?:(\d+)\.)?(\d+):(\d+):(\d+\.?\d*)$/u.exec(span) ?? []
  const whole = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60
  return Number((whole + Number(seconds)).toFixed(7))
}
