import { ATTR_LLMOPS_ERROR_TYPE } from '@kansoku/core/llmops'
import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_TYPE,
  EVENT_GEN_AI_EVALUATION_RESULT,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { genAIMeasurements } from './genai-row.ts'
import { inRowOrder } from './row-order.ts'
import { ATTR_CUSTOM_EVENT_NAME, ATTR_CUSTOM_MEASUREMENTS } from './tables.ts'

/** The part of a log record that its row is made of. */
export interface EventRecord {
  readonly eventName?: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** What of it the row needs otherwise. */
export interface EventRow {
  readonly attributes: Record<string, unknown>
  /** Becomes the column Message; absent where the record has one, or none is stored. */
  readonly body?: string
}

/** Whether the row of an event is made here. */
export function isGenAIEvent<T extends EventRecord>(
  record: T,
): record is T & { readonly eventName: string } {
  return (
    record.eventName?.startsWith('gen_ai.') === true &&
    record.attributes[ATTR_EXCEPTION_TYPE] === undefined
  )
}

/**
 * The record under which the exporter makes the right row of a GenAI event, or nothing where it is none, or its row is
 * right as it is: exceptions have a table of their own.
 *
 * An evaluation becomes a row of `AppEvents`: a log record is a custom event only by {@link ATTR_CUSTOM_EVENT_NAME}
 * (`logToEnvelope` in the exporter's `utils/logUtils.ts`), and Azure's workbooks look for evaluations among the custom
 * events. Others, such as a call's details, become rows of `AppTraces`. There the exporter drops the event's name, and
 * `n/a` would stand as their message.
 */
export function eventRow(
  { attributes, body, eventName }: EventRecord,
  ofResource: Attributes = {},
): EventRow | undefined {
  if (!eventName?.startsWith('gen_ai.') || attributes[ATTR_EXCEPTION_TYPE] !== undefined)
    return undefined
  const isEvaluation = eventName === EVENT_GEN_AI_EVALUATION_RESULT
  const measurements = genAIMeasurements(attributes)
  const errorType = attributes[ATTR_ERROR_TYPE]
  return {
    attributes: inRowOrder(attributes, {
      ...(isEvaluation && { [ATTR_CUSTOM_EVENT_NAME]: eventName }),
      ...(errorType !== undefined && { [ATTR_LLMOPS_ERROR_TYPE]: errorType }),
      ...(Object.keys(measurements).length > 0 && {
        [ATTR_CUSTOM_MEASUREMENTS]: JSON.stringify(measurements),
      }),
      ...ofResource,
    }),
    ...(!isEvaluation && (body === undefined || body === '') && { body: eventName }),
  }
}
