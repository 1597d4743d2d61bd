import { describe, expect, it } from 'vitest'

import { alertSentence } from './report.ts'

describe('the alert sentence', () => {
  it('is silent at nine and warns at ten', () => {
    expect(alertSentence(9)).toBe(
      '9 answers were neither Yes nor No. The daily alert fires from 10 on: today it would stay silent.',
    )
    expect(alertSentence(10)).toBe(
      '10 answers were neither Yes nor No. The daily alert fires from 10 on: today it would warn you.',
    )
  })
})
