import type { Attributes, Histogram, Meter, MetricOptions } from '@opentelemetry/api'

import {
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_TOOL_TYPE,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_WORKFLOW_NAME,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  METRIC_GEN_AI_CLIENT_INFERENCE_DURATION,
  METRIC_GEN_AI_CLIENT_INFERENCE_OPERATION_INPUT_TOKENS,
  METRIC_GEN_AI_CLIENT_INFERENCE_OPERATION_OUTPUT_TOKENS,
  METRIC_GEN_AI_CLIENT_INFERENCE_TIME_PER_OUTPUT_CHUNK,
  METRIC_GEN_AI_CLIENT_INFERENCE_TIME_TO_FIRST_CHUNK,
  METRIC_GEN_AI_CLIENT_OPERATION_DURATION,
  METRIC_GEN_AI_EXECUTE_TOOL_DURATION,
  METRIC_GEN_AI_INVOKE_AGENT_DURATION,
  METRIC_GEN_AI_INVOKE_AGENT_INFERENCE_CALLS,
  METRIC_GEN_AI_INVOKE_AGENT_TOOL_CALLS,
  METRIC_GEN_AI_INVOKE_WORKFLOW_DURATION,
} from '../semconv.ts'
import { attributeSets } from './attribute-sets.ts'
import type { SpanAttributes } from './span-attributes.ts'
import { isCount, usageCounters } from './usage-counters.ts'

/** The conventions state these boundaries in prose (`docs/gen-ai/client-inference.md`, `gen-ai-token-metrics.md`). */
const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
]
const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
]
const AGENT_SECONDS = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6]
const WORKFLOW_SECONDS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200]
const CALLS = [1, 2, 4, 8, 16, 32, 64, 128]

const seconds = (
  description: string,
  explicitBucketBoundaries: number[] = SECONDS,
): MetricOptions => ({ description, unit: 's', advice: { explicitBucketBoundaries } })
const tokens = (description: string): MetricOptions => ({
  description,
  unit: '{token}',
  advice: { explicitBucketBoundaries: TOKENS },
})

const BASE = [
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
] as const
/** The OpenAI refinement puts these on durations and tokens, not on the chunk times. */
const OPENAI = [ATTR_OPENAI_RESPONSE_SERVICE_TIER, ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT] as const

/** What one operation measured. Times in seconds. */
export interface Measurements {
  readonly duration: number
  readonly timeToFirstChunk?: number | undefined
  readonly timesPerOutputChunk: readonly number[]
  /** For an agent: how many calls of each kind it made itself. */
  readonly calls?: { readonly inference: number; readonly tool: number } | undefined
}

/** Records the metrics of one operation from its span's attributes, so that both can never disagree. */
export type RecordOperation = (span: SpanAttributes, measured: Measurements) => void

/** What records an inference, a tool, an agent and a workflow, and what records any other operation. */
export interface Instruments {
  readonly inference: RecordOperation
  readonly operation: RecordOperation
  readonly tool: RecordOperation
  readonly agent: RecordOperation
  readonly workflow: RecordOperation
  /** Planning has no metric (`docs/gen-ai/gen-ai-metrics.md`). */
  readonly none: RecordOperation
}

/** Creates the conventions' instruments once and returns what records them. */
export function createInstruments(meter: Meter): Instruments {
  return {
    inference: inferenceInstruments(meter),
    operation: durationOf(meter, METRIC_GEN_AI_CLIENT_OPERATION_DURATION, OPERATION_DURATION),
    tool: durationOf(meter, METRIC_GEN_AI_EXECUTE_TOOL_DURATION, TOOL_DURATION),
    agent: agentInstruments(meter),
    workflow: durationOf(meter, METRIC_GEN_AI_INVOKE_WORKFLOW_DURATION, WORKFLOW_DURATION),
    none: () => undefined,
  }
}

interface DurationMetric {
  readonly options: MetricOptions
  readonly attributes: readonly string[]
}

/** Embeddings and fetched responses are among these: they have no token metrics. */
const OPERATION_DURATION: DurationMetric = {
  options: seconds('Duration of a GenAI operation that is no inference'),
  attributes: [...BASE, ...OPENAI, ATTR_ERROR_TYPE],
}
const TOOL_DURATION: DurationMetric = {
  options: seconds('Duration of a tool’s execution'),
  attributes: [
    ATTR_GEN_AI_TOOL_NAME,
    ATTR_GEN_AI_TOOL_TYPE,
    ATTR_GEN_AI_AGENT_NAME,
    ATTR_ERROR_TYPE,
  ],
}
const AGENT_DURATION: DurationMetric = {
  options: seconds('Duration of an agent’s invocation in this process', AGENT_SECONDS),
  attributes: [ATTR_GEN_AI_AGENT_NAME, ATTR_GEN_AI_REQUEST_MODEL, ATTR_ERROR_TYPE],
}
const WORKFLOW_DURATION: DurationMetric = {
  options: seconds('Duration of a workflow’s invocation', WORKFLOW_SECONDS),
  attributes: [ATTR_GEN_AI_WORKFLOW_NAME, ATTR_ERROR_TYPE],
}

function durationOf(meter: Meter, name: string, metric: DurationMetric): RecordOperation {
  const duration = meter.createHistogram(name, metric.options)
  const attributesOf = attributeSets(metric.attributes)
  return (span, measured) => duration.record(measured.duration, attributesOf(span).attributes)
}

/** The calls are those of the agent itself, none of an agent that it calls, and 0 where it made none. */
function agentInstruments(meter: Meter): RecordOperation {
  const duration = durationOf(meter, METRIC_GEN_AI_INVOKE_AGENT_DURATION, AGENT_DURATION)
  const inferenceCalls = meter.createHistogram(METRIC_GEN_AI_INVOKE_AGENT_INFERENCE_CALLS, {
    description: 'Inferences of one invocation of an agent',
    unit: '{inference_call}',
    advice: { explicitBucketBoundaries: CALLS },
  })
  const toolCalls = meter.createHistogram(METRIC_GEN_AI_INVOKE_AGENT_TOOL_CALLS, {
    description: 'Tools that one invocation of an agent ran',
    unit: '{tool_call}',
    advice: { explicitBucketBoundaries: CALLS },
  })
  const attributesOf = attributeSets([ATTR_GEN_AI_AGENT_NAME])
  return (span, measured) => {
    duration(span, measured)
    const { attributes } = attributesOf(span)
    inferenceCalls.record(measured.calls?.inference ?? 0, attributes)
    toolCalls.record(measured.calls?.tool ?? 0, attributes)
  }
}

function inferenceInstruments(meter: Meter): RecordOperation {
  const duration = meter.createHistogram(
    METRIC_GEN_AI_CLIENT_INFERENCE_DURATION,
    seconds('Duration of a GenAI inference'),
  )
  const timeToFirstChunk = meter.createHistogram(
    METRIC_GEN_AI_CLIENT_INFERENCE_TIME_TO_FIRST_CHUNK,
    seconds('Time from the request to the first chunk of a streamed response'),
  )
  const timePerOutputChunk = meter.createHistogram(
    METRIC_GEN_AI_CLIENT_INFERENCE_TIME_PER_OUTPUT_CHUNK,
    seconds('Time from one chunk of a streamed response to the next'),
  )
  const inputTokens = meter.createHistogram(
    METRIC_GEN_AI_CLIENT_INFERENCE_OPERATION_INPUT_TOKENS,
    tokens('Input tokens of one inference'),
  )
  const outputTokens = meter.createHistogram(
    METRIC_GEN_AI_CLIENT_INFERENCE_OPERATION_OUTPUT_TOKENS,
    tokens('Output tokens of one inference'),
  )
  const countUsage = usageCounters(meter)

  const baseOf = attributeSets(BASE)
  const fullOf = attributeSets([...BASE, ...OPENAI])
  const failedOf = attributeSets([...BASE, ...OPENAI, ATTR_ERROR_TYPE])

  return (span, measured) => {
    const full = fullOf(span)
    const { attributes } = span.get(ATTR_ERROR_TYPE) === undefined ? full : failedOf(span)
    duration.record(measured.duration, attributes)
    if (measured.timeToFirstChunk !== undefined) {
      const { attributes: base } = baseOf(span)
      timeToFirstChunk.record(measured.timeToFirstChunk, base)
      for (const time of measured.timesPerOutputChunk) timePerOutputChunk.record(time, base)
    }
    recordCount(inputTokens, span.get(ATTR_GEN_AI_USAGE_INPUT_TOKENS), full.attributes)
    recordCount(outputTokens, span.get(ATTR_GEN_AI_USAGE_OUTPUT_TOKENS), full.attributes)
    countUsage(span, full)
  }
}

function recordCount(histogram: Histogram, count: unknown, attributes: Attributes): void {
  if (isCount(count)) histogram.record(count, attributes)
}
