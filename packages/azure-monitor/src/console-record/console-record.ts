import {
  ATTR_LLMOPS_CONTENT_CAPTURE,
  ATTR_LLMOPS_DEPLOYMENT_NAME,
  ATTR_LLMOPS_METADATA_PREFIX,
} from '@kansoku/core/llmops'
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
} from '@kansoku/core/semconv'
import {
  type Attributes,
  type AttributeValue,
  type HrTime,
  SpanStatusCode,
} from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import { genAIRowAttributes } from '../rows/genai-row.ts'
import type { ResourceAttributes } from '../rows/resource-attributes.ts'
import { ATTR_SAMPLE_RATE } from '../rows/tables.ts'
import type { RequestResponse } from './request-response.ts'
import { responseTime } from './response-time.ts'
import { roleName } from './role-name.ts'
import { storedProperties } from './stored-properties.ts'

/** One call as one line of JSON: these eleven fields, in this order. */
export interface ConsoleRecord extends RequestResponse {
  readonly prompt_type: string
  /** A number where the version is one. */
  readonly prompt_version: number | string
  /** The Azure deployment, else the model that was asked for. */
  readonly deployment_name: string
  /** Seconds, to 100 ns as a row's DurationMs. */
  readonly response_time: number
  readonly prompt_tokens: number | null
  readonly completion_tokens: number | null
  /** Start of the call, ISO 8601 in UTC. */
  readonly datetime: string
  readonly request: string
  readonly response: string
  readonly status: 'Success' | 'Failed'
  /** The application's own, and beside it what the row of the span has more. */
  readonly metadata: Readonly<Record<string, unknown>> & { readonly otel: SpanOfRecord }
}

/** What tells the record from every other one, and makes it equal to the span's row. */
export interface SpanOfRecord {
  readonly trace_id: string
  readonly span_id: string
  readonly parent_id?: string
  /** Per cent that were kept, where not all were: the row's ItemCount is 100 by this. */
  readonly sample_rate?: number
  /** AppRoleName of the row. */
  readonly service: string
  /** Properties of the row, without content. */
  readonly properties: Readonly<Record<string, string>>
  /** Whether something was left out of the two above, or shortened, to fit into a line. */
  readonly cut?: true
}

/** The operations that are model calls, as `LLMCalls` has them. */
const CALLS: ReadonlySet<unknown> = new Set(['chat', 'text_completion', 'generate_content'])

export function isCall({ attributes }: Pick<ReadableSpan, 'attributes'>): boolean {
  return CALLS.has(attributes[ATTR_GEN_AI_OPERATION_NAME])
}

/** The attributes of the span's row; without content nothing of it is captured here, whatever other sinks have. */
export function recordRow(
  span: ReadableSpan,
  ofResource: ResourceAttributes,
  withContent: boolean,
): Attributes {
  const row = genAIRowAttributes(span, ofResource(span.resource))
  if (withContent || row[ATTR_LLMOPS_CONTENT_CAPTURE] === undefined) return row
  return { ...row, [ATTR_LLMOPS_CONTENT_CAPTURE]: 'none' }
}

/**
 * @param row what {@link recordRow} gives of the span
 */
export function consoleRecord(
  span: ReadableSpan,
  row: Attributes,
  { request, response }: RequestResponse,
): ConsoleRecord {
  return {
    prompt_type: text(row[ATTR_GEN_AI_PROMPT_NAME]),
    prompt_version: versionOf(text(row[ATTR_GEN_AI_PROMPT_VERSION])),
    deployment_name: text(row[ATTR_LLMOPS_DEPLOYMENT_NAME] ?? row[ATTR_GEN_AI_REQUEST_MODEL]),
    response_time: responseTime(span.duration),
    prompt_tokens: number(row[ATTR_GEN_AI_USAGE_INPUT_TOKENS]),
    completion_tokens: number(row[ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]),
    datetime: isoTime(span.startTime),
    request,
    response,
    status: span.status.code === SpanStatusCode.ERROR ? 'Failed' : 'Success',
    metadata: { ...ownMetadata(row), otel: spanOf(span, row) },
  }
}

function spanOf(span: ReadableSpan, row: Attributes): SpanOfRecord {
  const { spanId, traceId } = span.spanContext()
  const rate = row[ATTR_SAMPLE_RATE]
  return {
    trace_id: traceId,
    span_id: spanId,
    ...(span.parentSpanContext && { parent_id: span.parentSpanContext.spanId }),
    ...(typeof rate === 'number' && rate !== 100 && { sample_rate: rate }),
    service: roleName(span.resource),
    properties: storedProperties(row),
  }
}

/** Under the names that the application gave. */
function ownMetadata(row: Attributes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) =>
      key.startsWith(ATTR_LLMOPS_METADATA_PREFIX)
        ? [[key.slice(ATTR_LLMOPS_METADATA_PREFIX.length), value] as const]
        : [],
    ),
  )
}

/** `3`, not `"3"`; what would not come back as the same text stays text: `007`, `2026-11`. */
function versionOf(version: string): number | string {
  return /^(0|[1-9]\d{0,14})$/.test(version) ? Number(version) : version
}

/** By the very steps of the exporter's `hrTimeToDate`: others end in another millisecond, once in some thousand calls. */
function isoTime([seconds, nanos]: HrTime): string {
  return new Date((seconds * 1e9 + nanos) / 1e6).toISOString()
}

function text(value: AttributeValue | undefined): string {
  return value === undefined ? '' : String(value)
}

function number(value: AttributeValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
