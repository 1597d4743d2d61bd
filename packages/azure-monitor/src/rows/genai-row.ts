import { ATTR_LLMOPS_ERROR_TYPE, ATTR_LLMOPS_STATUS } from '@kansoku/core/llmops'
import {
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
} from '@kansoku/core/semconv'
import { type Attributes, type SpanStatus, SpanStatusCode } from '@opentelemetry/api'

import { keyFacts } from './key-facts.ts'
import { inRowOrder } from './row-order.ts'
import {
  ATTR_CUSTOM_MEASUREMENTS,
  ATTR_GEN_AI_SYSTEM,
  ATTR_TRANSIT,
  DROPPED_BY_EXPORTER,
} from './tables.ts'

/** The part of a span that its row's Properties and Measurements are made of. */
export interface GenAISpan {
  readonly attributes: Attributes
  readonly status: SpanStatus
}

export function isGenAISpan(span: GenAISpan): boolean {
  return span.attributes[ATTR_GEN_AI_OPERATION_NAME] !== undefined
}

/**
 * The attributes under which the exporter makes the right row of a GenAI span.
 * Their order is the order of the row's JSON: the vocabulary, what the app added, content.
 *
 * @param ofResource what the row says of its process; what the span itself says under the same name counts more
 */
export function genAIRowAttributes(span: GenAISpan, ofResource: Attributes = {}): Attributes {
  return inRowOrder(span.attributes, { ...addedAttributes(span), ...ofResource })
}

function addedAttributes({ attributes, status }: GenAISpan): Attributes {
  const added: Attributes = {
    [ATTR_LLMOPS_STATUS]: status.code === SpanStatusCode.ERROR ? 'Failed' : 'Success',
  }
  const provider = attributes[ATTR_GEN_AI_PROVIDER_NAME]
  if (provider !== undefined && attributes[ATTR_GEN_AI_SYSTEM] === undefined)
    added[ATTR_GEN_AI_SYSTEM] = provider
  const errorType = attributes[ATTR_ERROR_TYPE]
  if (errorType !== undefined) added[ATTR_LLMOPS_ERROR_TYPE] = errorType

  const transit = inTransit(attributes)
  if (transit) added[ATTR_TRANSIT] = JSON.stringify(transit)
  const measurements = JSON.stringify(genAIMeasurements(attributes))
  if (measurements !== '{}') added[ATTR_CUSTOM_MEASUREMENTS] = measurements
  return added
}

function inTransit(attributes: Attributes): Record<string, string> | undefined {
  let transit: Record<string, string> | undefined
  for (const key of DROPPED_BY_EXPORTER) {
    const value = attributes[key]
    if (value !== undefined) (transit ??= {})[key] = String(value)
  }
  return transit
}

/** The row's Measurements: the numbers of {@link MEASURED}, and what the app put there itself. */
export function genAIMeasurements(
  attributes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const measurements: Record<string, unknown> = {}
  for (const key of Object.keys(attributes)) {
    const value = attributes[key]
    if (typeof value === 'number' && keyFacts(key).measured) measurements[key] = value
  }
  return Object.assign(measurements, parseObject(attributes[ATTR_CUSTOM_MEASUREMENTS]))
}

function parseObject(json: unknown): object {
  if (typeof json !== 'string') return {}
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    return {} // what the exporter would do with it
  }
}
