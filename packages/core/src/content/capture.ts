/** Where prompts and completions are recorded. `NO_CONTENT` unless somebody asks. */
export type CaptureMode = 'NO_CONTENT' | 'SPAN_ONLY' | 'EVENT_ONLY' | 'SPAN_AND_EVENT'

/** The environment variable of the conventions that says the {@link CaptureMode}. */
export const CAPTURE_VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

const MODES = {
  NO_CONTENT: 'NO_CONTENT',
  SPAN_ONLY: 'SPAN_ONLY',
  EVENT_ONLY: 'EVENT_ONLY',
  SPAN_AND_EVENT: 'SPAN_AND_EVENT',
  // How the JavaScript instrumentations of OpenTelemetry write the same variable.
  TRUE: 'SPAN_ONLY',
  FALSE: 'NO_CONTENT',
} as const satisfies Record<string, CaptureMode>

/**
 * Reads a value of {@link CAPTURE_VARIABLE}, in any case.
 *
 * @returns `undefined` where the value is none of the known ones: the caller warns, and records nothing.
 */
export function parseCaptureMode(value: string): CaptureMode | undefined {
  const key = value.trim().toUpperCase()
  return Object.hasOwn(MODES, key) ? MODES[key as keyof typeof MODES] : undefined
}

/** A mode, as far as there is a place for the content. */
export function capturesAtMost(
  mode: CaptureMode,
  place: 'span_and_event' | 'span' | 'none',
): CaptureMode {
  if (place === 'span_and_event') return mode
  return place === 'span' && capturesOnSpan(mode) ? 'SPAN_ONLY' : 'NO_CONTENT'
}

/** Whether content goes on spans in this mode. */
export function capturesOnSpan(mode: CaptureMode): boolean {
  return mode === 'SPAN_ONLY' || mode === 'SPAN_AND_EVENT'
}

/** Whether content goes on events in this mode. */
export function capturesOnEvent(mode: CaptureMode): boolean {
  return mode === 'EVENT_ONLY' || mode === 'SPAN_AND_EVENT'
}
