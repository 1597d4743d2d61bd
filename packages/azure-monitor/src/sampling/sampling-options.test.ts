import { describe, expect, it } from 'vitest'

import { resolveSampling } from './sampling-options.ts'

describe('resolveSampling', () => {
  it('is off where everything is kept', () => {
    expect(resolveSampling({}, {}, [])).toBeUndefined()
    expect(resolveSampling({ ratio: 0.9, slowMillis: 1 }, {}, [])).toBeUndefined()
  })

  it('has defaults, and a row that stands for a whole number of calls', () => {
    expect(resolveSampling({ ratio: 0.3 }, {}, [])).toEqual({
      oneIn: 3,
      slowMillis: Infinity,
      newVersionCalls: 20,
      newVersionMillis: 0,
      keep: undefined,
      maxTraceMillis: 60_000,
      maxTraceItems: 1000,
      maxItems: 10_000,
      maxBytes: 33_554_432,
    })
    expect(resolveSampling({ ratio: 0 }, {}, [])).toMatchObject({ oneIn: Infinity })
  })

  it('takes the options before the environment', () => {
    const env = {
      KANSOKU_SAMPLING_RATIO: '0.05',
      KANSOKU_SAMPLING_SLOW_MILLIS: '8000',
      KANSOKU_SAMPLING_NEW_VERSION_CALLS: '5',
      KANSOKU_SAMPLING_NEW_VERSION_MILLIS: ' 60000 ',
    }
    expect(resolveSampling({ ratio: 0.5, newVersionCalls: 0 }, env, [])).toMatchObject({
      oneIn: 2,
      slowMillis: 8000,
      newVersionCalls: 0,
      newVersionMillis: 60_000,
    })
  })

  it('says what it does not understand, and rather keeps too much', () => {
    const warnings: string[] = []
    expect(resolveSampling({}, { KANSOKU_SAMPLING_RATIO: '10%' }, warnings)).toBeUndefined()
    expect(resolveSampling({ ratio: 20 }, {}, warnings)).toBeUndefined()
    expect(resolveSampling({ ratio: 0.5, slowMillis: -1 }, {}, warnings)).toMatchObject({
      slowMillis: Infinity,
    })
    expect(resolveSampling({ ratio: 0.5, maxTraceMillis: 2 ** 31 }, {}, warnings)).toMatchObject({
      maxTraceMillis: 60_000,
    })
    expect(warnings).toEqual([
      'KANSOKU_SAMPLING_RATIO is not a number from 0 to 1 and is ignored.',
      'the option sampling.ratio is not a number from 0 to 1 and is ignored.',
      'the option sampling.slowMillis is not a number from 0 to 9007199254740991 and is ignored.',
      'the option sampling.maxTraceMillis is not a number from 0 to 2147483647 and is ignored.',
    ])
  })

  it.each([
    ['parentbased_traceidratio', 1],
    ['trace_id_ratio', 1],
    ['parentbased_always_on', 0],
    ['microsoft.fixed_percentage', 0],
  ])('says whether %s drops what should be kept', (OTEL_TRACES_SAMPLER, count) => {
    const warnings: string[] = []
    resolveSampling({ ratio: 0.1 }, { OTEL_TRACES_SAMPLER }, warnings)
    expect(warnings).toHaveLength(count)
    expect(resolveSampling({}, { OTEL_TRACES_SAMPLER }, warnings)).toBeUndefined()
    expect(warnings).toHaveLength(count)
  })
})
