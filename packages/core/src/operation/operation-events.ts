import { type Attributes, type Context, type Span, SpanStatusCode } from '@opentelemetry/api'

import { applyContentPolicy, type Content } from '../content/apply-content-policy.ts'
import { type CaptureMode, capturesOnEvent, capturesOnSpan } from '../content/capture.ts'
import type { ContentSettings, PromptIdentity } from '../content/content-policy.ts'
import { redactText } from '../content/redact-text.ts'
import * as semconv from '../semconv.ts'
import { describeError } from './error-type.ts'
import type { SpanAttributes } from './span-attributes.ts'
import type { Telemetry } from './telemetry.ts'

/** Where one operation is recorded, and by which rules. */
export interface OperationPlace {
  readonly telemetry: Telemetry
  readonly settings: ContentSettings
  readonly prompt: PromptIdentity | undefined
  readonly span: Span
  readonly at: Context
}

/** The prompt that a request names itself, such as one that is stored at the provider. */
export function promptOf(attributes: Attributes): PromptIdentity | undefined {
  const name = attributes[semconv.ATTR_GEN_AI_PROMPT_NAME]
  if (typeof name !== 'string') return undefined
  const version = attributes[semconv.ATTR_GEN_AI_PROMPT_VERSION]
  return { name, version: typeof version === 'string' ? version : undefined }
}

/**
 * Status of the span, and the exception as an event: the conventions want no span event for it. An error's text may
 * quote what was sent, so that the redactors see it in every capture mode.
 */
export function recordFailure(place: OperationPlace, error: unknown): void {
  const { telemetry, span, at } = place
  const { type, message, stack } = describeError(error)
  const shown = redactError(place, semconv.ATTR_EXCEPTION_MESSAGE, message)
  span.setStatus({ code: SpanStatusCode.ERROR, message: shown })
  telemetry.emit({
    eventName: semconv.EVENT_GEN_AI_CLIENT_OPERATION_EXCEPTION,
    severityNumber: 13,
    severityText: 'WARN',
    context: at,
    attributes: eventAttributes({
      [semconv.ATTR_EXCEPTION_TYPE]: type,
      [semconv.ATTR_EXCEPTION_MESSAGE]: shown,
      [semconv.ATTR_EXCEPTION_STACKTRACE]: redactError(
        place,
        semconv.ATTR_EXCEPTION_STACKTRACE,
        stack,
      ),
    }),
  })
}

function redactError<T extends string | undefined>(
  { prompt, settings }: OperationPlace,
  attribute: string,
  text: T,
): T | string {
  if (text === undefined || settings.redactors.length === 0) return text
  return redactText(settings.redactors, text, {
    attribute,
    path: attribute,
    direction: 'output',
    prompt,
  })
}

/** The call's content, on the span and on the details event, as the capture mode says. */
export function recordContent(
  { at, prompt, settings, span, telemetry }: OperationPlace,
  capture: CaptureMode,
  said: SpanAttributes,
  content: Content,
): void {
  const { forEvent, forSpan, remarks } = applyContentPolicy(settings, content, prompt)
  // SDK 2.x drops objects on spans, and an instrumentation cannot ask which SDK it has (decision 8 of the design).
  if (capturesOnSpan(capture)) span.setAttributes(forSpan)
  span.setAttributes(remarks)
  if (capturesOnEvent(capture)) {
    telemetry.emit({
      eventName: semconv.EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
      severityNumber: 5,
      severityText: 'DEBUG',
      context: at,
      attributes: eventAttributes({ ...said.all(), ...forEvent, ...remarks }),
    })
  }
}

/** The two generations of the logs API type their attribute values differently; plain data fits both. */
function eventAttributes(attributes: Record<string, unknown>): Record<string, never> {
  return attributes as Record<string, never>
}
