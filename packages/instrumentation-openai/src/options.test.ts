import { resolveContentPolicy } from '@kansoku/core'
import { describe, expect, it } from 'vitest'

import { resolveOptions } from './options.ts'

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'
const USAGE = 'KANSOKU_INCLUDE_USAGE'
const INFER = 'KANSOKU_INFER_CONTRACTS'
const DEFAULTS = {
  contentPolicy: resolveContentPolicy(),
  providerName: undefined,
  includeUsage: false,
  inferContracts: undefined,
  warnings: [],
}

describe('resolveOptions', () => {
  it('captures nothing unless somebody asks', () => {
    expect(resolveOptions({}, {})).toEqual(DEFAULTS)
    expect(resolveOptions({}, { [VARIABLE]: ' ', [USAGE]: '' })).toEqual(DEFAULTS)
  })

  it('takes the option before the environment', () => {
    expect(
      resolveOptions(
        { captureMessageContent: 'EVENT_ONLY', includeUsage: false, providerName: 'my.gateway' },
        { [VARIABLE]: 'SPAN_ONLY', [USAGE]: 'true' },
      ),
    ).toEqual({
      ...DEFAULTS,
      contentPolicy: resolveContentPolicy({ capture: 'EVENT_ONLY' }),
      providerName: 'my.gateway',
    })
  })

  it.each([
    ['span_and_event', 'SPAN_AND_EVENT'],
    ['true', 'SPAN_ONLY'],
    ['false', 'NO_CONTENT'],
  ])('reads %s from the environment', (value, capture) => {
    expect(resolveOptions({}, { [VARIABLE]: value }).contentPolicy.general.capture).toBe(capture)
  })

  it('captures nothing for an unknown mode, and says which setting it was', () => {
    const { contentPolicy, warnings } = resolveOptions({}, { [VARIABLE]: 'ALL' })
    expect([contentPolicy.general.capture, warnings]).toEqual([
      'NO_CONTENT',
      [
        `${VARIABLE}: "ALL" is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT`,
      ],
    ])
  })

  it.each([
    [{ includeUsage: true }, {}],
    [{}, { [USAGE]: 'true' }],
    [{}, { [USAGE]: ' TRUE ' }],
  ])('asks for usage with %j and %j', (config, env) => {
    expect(resolveOptions(config, env)).toEqual({ ...DEFAULTS, includeUsage: true })
  })

  it.each([
    [{ inferContracts: true }, {}, {}],
    [{ inferContracts: {} }, {}, {}],
    [{ inferContracts: { label: 'a.b' } }, { [INFER]: 'false' }, { label: 'a.b' }],
    [{}, { [INFER]: 'true' }, {}],
    [{ inferContracts: false }, { [INFER]: 'true' }, undefined],
  ])('infers contracts with %j and %j', (config, env, inferContracts) => {
    expect(resolveOptions(config, env)).toEqual({ ...DEFAULTS, inferContracts })
  })

  it.each([
    [{ inferContracts: 'yes' as never }, {}, 'inferContracts: "yes"'],
    [{ inferContracts: { label: 7 as never } }, {}, 'inferContracts.label: "number"'],
    [{}, { [INFER]: 'label' }, `${INFER}: "label"`],
  ])('infers none with %j and %j, and says so', (config, env, what) => {
    expect(resolveOptions(config, env)).toEqual({
      ...DEFAULTS,
      warnings: [
        `${what} is neither true, false nor { label: 'field' }, contracts are not inferred`,
      ],
    })
  })

  it('does not ask for usage where it does not understand, and says so', () => {
    expect(resolveOptions({ includeUsage: 'yes' as never }, {})).toEqual({
      ...DEFAULTS,
      warnings: ['includeUsage: "yes" is neither true nor false, usage is not asked for'],
    })
    expect(resolveOptions({}, { [USAGE]: '1' }).warnings).toEqual([
      `${USAGE}: "1" is neither true nor false, usage is not asked for`,
    ])
  })

  it.each([
    [true, 'SPAN_ONLY'],
    [7, 'NO_CONTENT'],
    [null, 'NO_CONTENT'],
  ])('never throws for %j, which a type would forbid', (value, capture) => {
    const { contentPolicy } = resolveOptions({ captureMessageContent: value as never }, {})
    expect(contentPolicy.general.capture).toBe(capture)
  })

  it('hands the content policy on, and takes captureMessageContent before its capture', () => {
    const config = { contentPolicy: { capture: 'EVENT_ONLY', media: 'omit' } } as const
    const of = (captureMessageContent?: 'SPAN_ONLY'): unknown =>
      resolveOptions({ ...config, ...(captureMessageContent && { captureMessageContent }) }, {})
        .contentPolicy.general
    expect([of(), of('SPAN_ONLY')]).toMatchObject([
      { capture: 'EVENT_ONLY', media: 'omit' },
      { capture: 'SPAN_ONLY', media: 'omit' },
    ])
  })
})
