import { describe, expect, it } from 'vitest'

import { CAPTURE_VARIABLE, resolveCapture } from './resolve-capture.ts'

const env = (value: string): NodeJS.ProcessEnv => ({ [CAPTURE_VARIABLE]: value })

describe('resolveCapture', () => {
  it('takes the option before the environment, and nothing without either', () => {
    expect(resolveCapture('EVENT_ONLY', env('SPAN_ONLY')).capture).toBe('EVENT_ONLY')
    expect(resolveCapture(undefined, env('span_and_event')).capture).toBe('SPAN_AND_EVENT')
    expect(resolveCapture(undefined, env(' ')).capture).toBe('NO_CONTENT')
    expect(resolveCapture(undefined, {}).capture).toBe('NO_CONTENT')
  })

  it('takes booleans, as the JavaScript world writes them', () => {
    expect(resolveCapture(true, {}).capture).toBe('SPAN_ONLY')
    expect(resolveCapture(undefined, env('false')).capture).toBe('NO_CONTENT')
  })

  it('captures nothing where it does not understand, and says where the word came from', () => {
    const fromVariable = resolveCapture(undefined, env('everything'))
    expect(fromVariable.capture).toBe('NO_CONTENT')
    expect(fromVariable.warning).toMatch(/^OTEL_INSTRUMENTATION_GENAI_.*"everything" is not/)
    expect(resolveCapture({}, {}).warning).toMatch(/^captureMessageContent: "object" is not/)
  })
})
