import { ApplicationInsightsSampler } from '@azure/monitor-opentelemetry-exporter'
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api'
import { RandomIdGenerator, SamplingDecision } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'

import { samplingScore } from './sampling-score.ts'

const ids = Array.from({ length: 2000 }, () => new RandomIdGenerator().generateTraceId())

describe('samplingScore', () => {
  it.each([1, 10, 33, 50, 90])("decides at %i percent as Azure's own sampler does", (percent) => {
    const theirs = new ApplicationInsightsSampler(percent / 100)
    const sampled = (id: string): boolean =>
      theirs.shouldSample(ROOT_CONTEXT, id, 'a', SpanKind.CLIENT, {}, []).decision ===
      SamplingDecision.RECORD_AND_SAMPLED
    const kept = ids.filter((id) => samplingScore(id) < percent)
    expect(kept).toEqual(ids.filter(sampled))
  })

  it('lies between 0 and 100 where the hash is at its ends', () => {
    for (const id of ['', '0'.repeat(32), 'f'.repeat(32)])
      expect(samplingScore(id)).toSatisfy((score: number) => score >= 0 && score <= 100)
  })
})
