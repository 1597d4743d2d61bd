import { describe, expect, it } from 'vitest'

import { resolveOptions } from './options.ts'

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

describe('resolveOptions', () => {
  it('captures nothing unless somebody asks', () => {
    const nothing = { capture: 'NO_CONTENT', providerName: undefined, warning: undefined }
    expect(resolveOptions({}, {})).toEqual(nothing)
    expect(resolveOptions({}, { [VARIABLE]: ' ' })).toEqual(nothing)
  })

  it('takes the option before the environment', () => {
    expect(
      resolveOptions(
        { captureMessageContent: 'EVENT_ONLY', providerName: 'my.gateway' },
        { [VARIABLE]: 'SPAN_ONLY' },
      ),
    ).toEqual({ capture: 'EVENT_ONLY', providerName: 'my.gateway', warning: undefined })
  })

  it.each([
    ['span_and_event', 'SPAN_AND_EVENT'],
    ['true', 'SPAN_ONLY'],
    ['false', 'NO_CONTENT'],
  ])('reads %s from the environment', (value, capture) => {
    expect(resolveOptions({}, { [VARIABLE]: value }).capture).toBe(capture)
  })

  it('captures nothing for an unknown mode, and says which setting it was', () => {
    expect(resolveOptions({}, { [VARIABLE]: 'ALL' })).toEqual({
      capture: 'NO_CONTENT',
      providerName: undefined,
      warning: `${VARIABLE}: "ALL" is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT`,
    })
  })

  it.each([
    [true, 'SPAN_ONLY'],
    [7, 'NO_CONTENT'],
    [null, 'NO_CONTENT'],
  ])('never throws for %j, which a type would forbid', (value, capture) => {
    expect(resolveOptions({ captureMessageContent: value as never }, {}).capture).toBe(capture)
  })
})
