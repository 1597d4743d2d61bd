import { type CaptureMode, parseCaptureMode } from './capture.ts'

export const CAPTURE_VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

export interface ResolvedCapture {
  readonly capture: CaptureMode
  /** What the user has to know, where what was asked for is no capture mode. */
  readonly warning: string | undefined
}

/**
 * Options object over environment over default. An unknown capture mode records nothing and says so.
 *
 * @param given what the option says; JavaScript callers may give anything, `true` among it
 */
export function resolveCapture(given: unknown, env: NodeJS.ProcessEnv): ResolvedCapture {
  const set = env[CAPTURE_VARIABLE]
  const asked = given === undefined ? (set?.trim() === '' ? undefined : set) : spelled(given)
  const capture = asked === undefined ? 'NO_CONTENT' : parseCaptureMode(asked)
  const from = given === undefined ? CAPTURE_VARIABLE : 'captureMessageContent'
  return {
    capture: capture ?? 'NO_CONTENT',
    warning:
      capture === undefined
        ? `${from}: "${asked}" is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT`
        : undefined,
  }
}

function spelled(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : typeof value
}
