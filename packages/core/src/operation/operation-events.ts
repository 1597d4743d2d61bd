import { type Attributes, type Context, type Span, SpanStatusCode } from '@opentelemetry/api'

import { type CaptureMode, capturesOnEvent, capturesOnSpan } from '../content/capture.ts'
import type { InputContent } from '../content/messages.ts'
import * as semconv from '../semconv.ts'
import { describeError } from './error-type.ts'
import type { InferenceResponse } from './outcome.ts'
import type { Telemetry } from './telemetry.ts'

/** Status of the span, and the exception as an event: the conventions want no span event for it. */
export function recordFailure(telemetry: Telemetry, span: Span, at: Context, error: unknown): void {
  const { type, message, stack } = describeError(error)
  span.setStatus({ code: SpanStatusCode.ERROR, message })
  telemetry.emit({
    eventName: semconv.EVENT_GEN_AI_CLIENT_OPERATION_EXCEPTION,
    severityNumber: 13,
    severityText: 'WARN',
    context: at,
    attributes: eventAttributes({
      [semconv.ATTR_EXCEPTION_TYPE]: type,
      [semconv.ATTR_EXCEPTION_MESSAGE]: message,
      [semconv.ATTR_EXCEPTION_STACKTRACE]: stack,
    }),
  })
}

/** Content that the conventions give the type `string`; all other is structured. */
const TEXTS: ReadonlySet<string> = new Set([
  semconv.ATTR_GEN_AI_MEMORY_QUERY_TEXT,
  semconv.ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT,
])

/** The call's content, on the span and on the details event, as the capture mode says. */
export function recordContent(
  telemetry: Telemetry,
  capture: CaptureMode,
  span: Span,
  at: Context,
  attributes: Attributes,
  input: InputContent | undefined,
  response: InferenceResponse | undefined,
): void {
  const content = {
    [semconv.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: input?.systemInstructions,
    [semconv.ATTR_GEN_AI_TOOL_DEFINITIONS]: input?.toolDefinitions,
    [semconv.ATTR_GEN_AI_INPUT_MESSAGES]: input?.inputMessages,
    [semconv.ATTR_GEN_AI_OUTPUT_MESSAGES]: response?.messages?.(),
    ...response?.content?.(),
  }
  const present = Object.entries(content).filter(([, value]) => value !== undefined)
  // SDK 2.x drops objects on spans, and an instrumentation cannot ask which SDK it has (decision 8 of the design).
  if (capturesOnSpan(capture))
    for (const [key, value] of present)
      span.setAttribute(
        key,
        typeof value === 'string' && TEXTS.has(key) ? value : JSON.stringify(value),
      )
  if (capturesOnEvent(capture)) {
    telemetry.emit({
      eventName: semconv.EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
      severityNumber: 5,
      severityText: 'DEBUG',
      context: at,
      attributes: eventAttributes({ ...attributes, ...Object.fromEntries(present) }),
    })
  }
}

/** The two generations of the logs API type their attribute values differently; plain data fits both. */
function eventAttributes(attributes: Record<string, unknown>): Record<string, never> {
  return attributes as Record<string, never>
}
