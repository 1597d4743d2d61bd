import { expect, it } from 'vitest'

import { parseCaptureMode } from './capture.ts'

it.each([
  ['NO_CONTENT', 'NO_CONTENT'],
  [' span_only ', 'SPAN_ONLY'],
  ['Event_Only', 'EVENT_ONLY'],
  ['SPAN_AND_EVENT', 'SPAN_AND_EVENT'],
  ['true', 'SPAN_ONLY'],
  ['FALSE', 'NO_CONTENT'],
  ['', undefined],
  ['everything', undefined],
  ['constructor', undefined],
])('reads the capture mode %j as %s', (value, mode) => {
  expect(parseCaptureMode(value)).toBe(mode)
})
