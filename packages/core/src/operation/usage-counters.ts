import type { Counter, Meter } from '@opentelemetry/api'

import {
  ATTR_GEN_AI_TOKEN_MODALITY,
  ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS,
  METRIC_GEN_AI_CLIENT_INFERENCE_USAGE,
} from '../semconv.ts'
import type { AttributeSet } from './attribute-sets.ts'
import type { SpanAttributes } from './span-attributes.ts'

/** Span attribute of a count → the counter's tail, and the attributes that split it by modality. */
const USAGE = [
  {
    attribute: ATTR_GEN_AI_USAGE_INPUT_TOKENS,
    counter: 'input_tokens',
    modalities: {
      text: ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS,
      image: ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS,
      audio: ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS,
    },
  },
  {
    attribute: ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
    counter: 'output_tokens',
    modalities: {
      text: ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS,
      image: ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS,
      audio: ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS,
    },
  },
  {
    attribute: ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
    counter: 'cache_read.input_tokens',
    modalities: {},
  },
  {
    attribute: ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
    counter: 'cache_write.input_tokens',
    modalities: {},
  },
  {
    attribute: ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
    counter: 'reasoning.output_tokens',
    modalities: {},
  },
] as const satisfies readonly {
  attribute: string
  counter: string
  modalities: Readonly<Record<string, string>>
}[]

/** Adds the tokens that a span tells to the conventions' counters, under the attributes of its metrics. */
export function usageCounters(meter: Meter): (span: SpanAttributes, full: AttributeSet) => void {
  const counters = USAGE.map(({ attribute, counter, modalities }) => ({
    attribute,
    modalities: Object.entries(modalities),
    counter: meter.createCounter(`${METRIC_GEN_AI_CLIENT_INFERENCE_USAGE}.${counter}`, {
      description: `Tokens by the provider's count: ${counter}`,
      unit: '{token}',
    }),
  }))
  return (span, full) => {
    for (const { attribute, counter, modalities } of counters)
      addByModality(counter, span, attribute, modalities, full)
  }
}

/** Anything else would be in the sums of a process for ever. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity
}

/** One count per modality that the provider names; what it does not name is `unknown`, so that the sum stays the total. */
function addByModality(
  counter: Counter,
  span: SpanAttributes,
  attribute: string,
  modalities: readonly (readonly [modality: string, attribute: string])[],
  full: AttributeSet,
): void {
  const total = span.get(attribute)
  if (!isCount(total) || total === 0) return
  let rest = total
  for (const [modality, key] of modalities) {
    const count = span.get(key)
    if (!isCount(count) || count === 0) continue
    counter.add(count, full.with(ATTR_GEN_AI_TOKEN_MODALITY, modality))
    rest -= count
  }
  if (rest > 0) counter.add(rest, full.with(ATTR_GEN_AI_TOKEN_MODALITY, 'unknown'))
}
