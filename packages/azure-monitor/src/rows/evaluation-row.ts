import { ATTR_LLMOPS_ERROR_TYPE } from '@kansoku/core/llmops'
import { ATTR_ERROR_TYPE, EVENT_GEN_AI_EVALUATION_RESULT } from '@kansoku/core/semconv'

import { genAIMeasurements } from './genai-row.ts'
import { inRowOrder } from './row-order.ts'
import { ATTR_CUSTOM_EVENT_NAME, ATTR_CUSTOM_MEASUREMENTS } from './tables.ts'

/** The part of a log record that its row is made of. */
export interface EventRecord {
  readonly eventName?: string
  readonly attributes: Readonly<Record<string, unknown>>
}

export function isEvaluation(record: EventRecord): boolean {
  return record.eventName === EVENT_GEN_AI_EVALUATION_RESULT
}

/**
 * The attributes under which the exporter makes a row of `AppEvents` of an evaluation's result, with its score among
 * the Measurements: a log record is a custom event only by this name (`logToEnvelope` in its `utils/logUtils.ts`), and
 * Azure's workbooks look for evaluations among the custom events.
 */
export function evaluationRowAttributes({ attributes }: EventRecord): Record<string, unknown> {
  const measurements = genAIMeasurements(attributes)
  const errorType = attributes[ATTR_ERROR_TYPE]
  return inRowOrder(attributes, {
    [ATTR_CUSTOM_EVENT_NAME]: EVENT_GEN_AI_EVALUATION_RESULT,
    ...(errorType !== undefined && { [ATTR_LLMOPS_ERROR_TYPE]: errorType }),
    ...(Object.keys(measurements).length > 0 && {
      [ATTR_CUSTOM_MEASUREMENTS]: JSON.stringify(measurements),
    }),
  })
}
