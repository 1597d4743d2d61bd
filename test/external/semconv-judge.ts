import type { CaptureMode } from '@kansoku/core'
import { type HrTime, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { DataPoint, Histogram, MetricData } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { Ajv } from 'ajv'

import {
  type AttributeRule,
  type AttributeRules,
  readRegistry,
  readStrictSchemas,
  type SpanRule,
} from './semconv-registry.ts'

/** Everything of one run: each operation has a span, and its metrics and events belong to one of the spans. */
export interface Captured {
  readonly spans: readonly ReadableSpan[]
  /** Attributes at the span's start, by span id. */
  readonly started: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  readonly metrics: readonly MetricData[]
  readonly events: readonly ReadableLogRecord[]
}

/** Says which rules of the GenAI conventions telemetry breaks (`reference/genai-semconv.md` §11), in words. */
export interface Judge {
  readonly span: (span: ReadableSpan, started: Readonly<Record<string, unknown>>) => string[]
  readonly metric: (metric: MetricData) => string[]
  readonly event: (event: ReadableLogRecord, spans: readonly ReadableSpan[]) => string[]
  /** All signals, and that they agree with each other. */
  readonly all: (captured: Captured) => string[]
}

export interface JudgeOptions {
  readonly capture: CaptureMode
  /** Namespaces of our own, documented attributes. */
  readonly ours?: readonly string[]
}

type Values = Readonly<Record<string, unknown>>

const THEIRS = ['gen_ai.', 'openai.', 'mcp.', 'aws.bedrock.']
const PROMPT_VARIABLE = 'gen_ai.prompt.variable.'
const DURATION = 'gen_ai.client.inference.duration'
const OTHER_DURATION = 'gen_ai.client.operation.duration'
/** What measures the operations that are neither inferences nor counted among the others. */
const OWN_DURATIONS: Readonly<Partial<Record<string, string>>> = {
  'execute_tool internal': 'gen_ai.execute_tool.duration',
  'invoke_agent internal': 'gen_ai.invoke_agent.duration',
  'invoke_workflow internal': 'gen_ai.invoke_workflow.duration',
  'plan internal': 'none',
}
const DURATIONS = [
  DURATION,
  OTHER_DURATION,
  'gen_ai.execute_tool.duration',
  'gen_ai.invoke_agent.duration',
  'gen_ai.invoke_workflow.duration',
] as const
const CALLS = ['gen_ai.invoke_agent.inference_calls', 'gen_ai.invoke_agent.tool_calls'] as const
const INFERENCES = new Set(['chat', 'generate_content', 'text_completion'])
const PER_CHUNK = 'gen_ai.client.inference.time_per_output_chunk'
const FIRST_CHUNK = 'gen_ai.client.inference.time_to_first_chunk'
const DETAILS = 'gen_ai.client.inference.operation.details'
const EXCEPTION = 'gen_ai.client.operation.exception'
const PARTS_OF = {
  'gen_ai.usage.input_tokens': [
    ['gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_write.input_tokens'],
    [
      'gen_ai.usage.text.input_tokens',
      'gen_ai.usage.image.input_tokens',
      'gen_ai.usage.audio.input_tokens',
    ],
  ],
  'gen_ai.usage.output_tokens': [['gen_ai.usage.reasoning.output_tokens']],
} as const

export function createJudge({ capture, ours = ['llmops.'] }: JudgeOptions): Judge {
  const registry = readRegistry()
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  const schemas = new Map(
    [...readStrictSchemas()].map(([name, schema]) => [name, ajv.compile(schema)]),
  )

  const attributes = (values: Values, rules: AttributeRules, form: 'text' | 'data'): string[] => [
    ...Object.entries(values).flatMap(([key, value]) => {
      if (ours.some((prefix) => key.startsWith(prefix))) return []
      if (key.startsWith(PROMPT_VARIABLE)) return typeof value === 'string' ? [] : [`${key}: type`]
      const rule = rules[key]
      if (rule) return attribute(key, value, rule, form)
      if (registry.attributes[key]) return [`${key}: not on this signal`]
      const now = registry.renamed.attributes[key]
      if (now !== undefined) return [`${key}: is now ${now}`]
      return THEIRS.some((prefix) => key.startsWith(prefix)) ? [`${key}: unknown`] : []
    }),
    ...Object.entries(rules)
      .filter(([key, rule]) => rule.requirement_level === 'required' && !(key in values))
      .map(([key]) => `${key}: required`),
    ...('server.address' in values && !('server.port' in values) ? ['server.port: required'] : []),
  ]

  const attribute = (
    key: string,
    value: unknown,
    rule: AttributeRule,
    form: 'text' | 'data',
  ): string[] => {
    if (rule.type === 'any') return content(key, value, rule, form)
    if (!hasType(value, rule.type)) return [`${key}: not of type ${rule.type}`]
    const closed = rule.enum && key !== 'error.type' && typeof value === 'string'
    return closed && !rule.enum.includes(value) ? [`${key}: "${value}" is not listed`] : []
  }

  const content = (
    key: string,
    value: unknown,
    rule: AttributeRule,
    form: 'text' | 'data',
  ): string[] => {
    const wanted =
      form === 'text' ? ['SPAN_ONLY', 'SPAN_AND_EVENT'] : ['EVENT_ONLY', 'SPAN_AND_EVENT']
    if (!wanted.includes(capture)) return [`${key}: content was not asked for here`]
    if ((typeof value === 'string') !== (form === 'text')) return [`${key}: wrong form`]
    const data: unknown = typeof value === 'string' ? JSON.parse(value) : value
    const validate = schemas.get(rule.json_schema ?? '')
    if (!validate || validate(data)) return []
    return [`${key}: ${ajv.errorsText(validate.errors?.slice(0, 3))}`]
  }

  const spanRule = (span: ReadableSpan): SpanRule | undefined => {
    const operation = String(span.attributes['gen_ai.operation.name'])
    const kind = kindOf(span)
    const definition = Object.entries(registry.spans).find(
      ([, rule]) => rule.operation_names?.includes(operation) && rule.allowed_kinds.includes(kind),
    )
    const [name, base] = definition ?? []
    return refinement(registry.span_refinements, name, span.attributes) ?? base
  }

  const judge: Judge = {
    span: (span, started) => {
      const rule = spanRule(span)
      const values = span.attributes
      if (!rule) return [`${span.name}: no definition for this operation and kind`]
      const name = rule.name_templates.map((template) => filled(template, values)).find(Boolean)
      const failed = span.status.code === SpanStatusCode.ERROR
      return [
        ...attributes(values, rule.attributes, 'text'),
        ...(span.name === name ? [] : [`name: should be "${name}"`]),
        ...(span.status.code === SpanStatusCode.OK ? ['status: never OK'] : []),
        ...(failed === 'error.type' in values ? [] : ['error.type: if and only if ERROR']),
        ...(/^[\w.-]{1,64}$/.test(String(values['error.type'] ?? '_')) ? [] : ['error.type: form']),
        ...(failed && span.status.message === values['error.type']
          ? ['status: says error.type']
          : []),
        ...span.events.map((event) => `span event ${event.name}`),
        ...sampling(rule, values, started),
        ...usage(values),
        ...only(values, 'gen_ai.request.stream', true),
        ...only(values, 'gen_ai.conversation.compacted', true),
        ...(values['gen_ai.request.choice.count'] === 1 ? ['choice.count: only if not 1'] : []),
        ...firstChunk(span),
      ].map((violation) => `${span.name}: ${violation}`)
    },

    metric: (metric) => {
      const { name, unit } = metric.descriptor
      const rule = registry.metrics[name]
      if (!rule) return [`${name}: unknown metric`]
      const counter = 'isMonotonic' in metric
      return [
        ...(unit === rule.unit ? [] : ['unit']),
        ...((rule.instrument === 'counter') === counter ? [] : ['instrument']),
        ...(counter && !metric.isMonotonic ? ['not monotonic'] : []),
        ...metric.dataPoints.flatMap((point) => {
          const refined = refinement(registry.metric_refinements, name, point.attributes)
          const { value } = point
          const histogram =
            typeof value === 'object' && 'buckets' in value ? value.buckets : undefined
          const expected = rule.explicit_bucket_boundaries
          return [
            ...attributes(point.attributes, (refined ?? rule).attributes, 'text'),
            ...(expected && String(histogram?.boundaries) !== String(expected) ? ['buckets'] : []),
            ...(typeof value === 'number' && rule.value_type === 'int' && !Number.isInteger(value)
              ? ['value: not whole']
              : []),
          ]
        }),
      ].map((violation) => `${name}: ${violation}`)
    },

    event: (event, spans) => {
      const name = event.eventName ?? ''
      const rule = registry.events[name]
      if (!rule) return [`${name}: unknown event`]
      const span = spans.find((one) => one.spanContext().spanId === event.spanContext?.spanId)
      const values = event.attributes as Values
      const details = name === DETAILS && span
      const refined = details
        ? { ...rule.attributes, ...spanRule(span)?.attributes }
        : rule.attributes
      return [
        ...attributes(values, refined, 'data'),
        ...(event.severityNumber === rule.severity?.number ? [] : ['severity']),
        ...(span ? [] : ['span: belongs to none']),
        ...(name === EXCEPTION && !('exception.type' in values || 'exception.message' in values)
          ? ['exception.type or .message: required']
          : []),
        ...(details ? differences(values, span.attributes, registry.attributes) : []),
      ].map((violation) => `${name}: ${violation}`)
    },

    all: ({ events, metrics, spans, started }) => [
      ...spans.flatMap((span) => judge.span(span, started.get(span.spanContext().spanId) ?? {})),
      ...metrics.flatMap(judge.metric),
      ...events.flatMap((event) => judge.event(event, spans)),
      ...agreement(spans, metrics, events, capture),
    ],
  }
  return judge
}

/** What a provider has of its own of a definition: its key begins with the provider, and it refers to the base. */
function refinement<T extends { readonly ref?: string }>(
  refinements: Readonly<Record<string, T>>,
  name: string | undefined,
  values: Values,
): T | undefined {
  const prefix = `${String(values['gen_ai.provider.name'])}.`
  return Object.entries(refinements).find(
    ([key, { ref }]) => ref === name && key.startsWith(prefix),
  )?.[1]
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'int':
      return Number.isInteger(value)
    case 'double':
      return Number.isFinite(value)
    case 'string[]':
      return Array.isArray(value) && value.every((one) => typeof one === 'string')
    default:
      return typeof value === type
  }
}

function kindOf(span: ReadableSpan): string {
  return SpanKind[span.kind].toLowerCase()
}

/** The template with the attributes in it, or nothing where one is missing. */
function filled(template: string, values: Values): string | undefined {
  const keys = [...template.matchAll(/\{([^}]+)\}/g)].map(([, key]) => key ?? '')
  if (keys.some((key) => values[key] === undefined)) return undefined
  return template.replaceAll(/\{([^}]+)\}/g, (_, key: string) => String(values[key]))
}

function sampling(rule: SpanRule, values: Values, started: Values): string[] {
  return Object.entries(rule.attributes)
    .filter(([key, { sampling_relevant }]) => sampling_relevant && key in values)
    .filter(([key]) => started[key] !== values[key])
    .map(([key]) => `${key}: not there at the start`)
}

/** Parts are never more than their whole. */
function usage(values: Values): string[] {
  return Object.entries(PARTS_OF).flatMap(([whole, groups]) =>
    groups
      .filter(
        (parts) => sum(parts.map((part) => values[part])) > (count(values[whole]) ?? Infinity),
      )
      .map((parts) => `${whole}: less than ${parts.join(' + ')}`),
  )
}

function only(values: Values, key: string, value: unknown): string[] {
  return key in values && values[key] !== value ? [`${key}: ${String(value)} or absent`] : []
}

function firstChunk(span: ReadableSpan): string[] {
  const value = span.attributes['gen_ai.response.time_to_first_chunk']
  if (value === undefined) return []
  const streamed = span.attributes['gen_ai.request.stream'] === true
  const fits = typeof value === 'number' && value >= 0 && value <= seconds(span.duration) + 0.005
  return streamed && fits ? [] : ['time_to_first_chunk: within the stream']
}

function differences(event: Values, span: Values, known: AttributeRules): string[] {
  const plain = (values: Values): string =>
    JSON.stringify(
      Object.entries(values)
        .filter(([key]) => known[key]?.type !== 'any')
        .toSorted(([a], [b]) => a.localeCompare(b)),
    )
  return plain(event) === plain(span) ? [] : ['differs from its span']
}

/** One measurement per call, the same errors and the same tokens on spans, metrics and events. */
function agreement(
  spans: readonly ReadableSpan[],
  metrics: readonly MetricData[],
  events: readonly ReadableLogRecord[],
  capture: CaptureMode,
): string[] {
  const named = (name: string): number =>
    events.filter(({ eventName }) => eventName === name).length
  const inferences = spans.filter(isInference)
  const measuredBy = (name: string): ReadableSpan[] =>
    spans.filter((span) => durationMetric(span) === name)
  const agents = measuredBy('gen_ai.invoke_agent.duration')
  const streamed = spans.filter(
    ({ attributes }) => 'gen_ai.response.time_to_first_chunk' in attributes,
  )
  const detailed = capture === 'EVENT_ONLY' || capture === 'SPAN_AND_EVENT' ? inferences.length : 0
  const total = (key: string): number => sum(inferences.map(({ attributes }) => attributes[key]))
  const withCount = (key: string): number =>
    inferences.filter(({ attributes }) => key in attributes).length
  const expected: readonly [what: string, measured: number, wanted: number][] = [
    ...DURATIONS.flatMap((name): [string, number, number][] => [
      [name, points(metrics, name), measuredBy(name).length],
      [`failed ${name}`, points(metrics, name, 'error.type'), failures(measuredBy(name))],
    ]),
    ...CALLS.map((name): [string, number, number] => [name, points(metrics, name), agents.length]),
    ['first chunks', points(metrics, FIRST_CHUNK), streamed.length],
    ['exception events', named(EXCEPTION), failures(spans)],
    ['details events', named(DETAILS), detailed],
    ...(['input_tokens', 'output_tokens'] as const).flatMap((tail): [string, number, number][] => {
      const operation = `gen_ai.client.inference.operation.${tail}`
      const key = `gen_ai.usage.${tail}`
      return [
        [`points of ${operation}`, points(metrics, operation), withCount(key)],
        [`sum of ${operation}`, totals(metrics, operation), total(key)],
      ]
    }),
    ...(
      [
        'input_tokens',
        'output_tokens',
        'cache_read.input_tokens',
        'cache_write.input_tokens',
        'reasoning.output_tokens',
      ] as const
    ).map((tail): [string, number, number] => [
      `sum of usage.${tail}`,
      totals(metrics, `gen_ai.client.inference.usage.${tail}`),
      total(`gen_ai.usage.${tail}`),
    ]),
  ]
  const chunkTimes = points(metrics, PER_CHUNK) > 0 && streamed.length === 0
  return [
    ...expected
      .filter(([, measured, wanted]) => measured !== wanted)
      .map(([what, measured, wanted]) => `${what}: ${measured}, the spans say ${wanted}`),
    ...(chunkTimes ? ['chunk times without a stream'] : []),
    ...DURATIONS.flatMap((name) => durations(measuredBy(name), metrics, name)),
  ]
}

/** The sum of all durations, within 5 ms a call: the metric is the span's duration. */
function durations(
  spans: readonly ReadableSpan[],
  metrics: readonly MetricData[],
  name: string,
): string[] {
  const difference = totals(metrics, name) - sum(spans.map((span) => seconds(span.duration)))
  return Math.abs(difference) <= 0.005 * spans.length ? [] : [`durations: ${difference} s apart`]
}

function failures(spans: readonly ReadableSpan[]): number {
  return spans.filter(({ attributes }) => 'error.type' in attributes).length
}

/** The one metric that a span's duration is on. */
function durationMetric(span: ReadableSpan): string {
  const own = OWN_DURATIONS[`${String(span.attributes['gen_ai.operation.name'])} ${kindOf(span)}`]
  return own ?? (isInference(span) ? DURATION : OTHER_DURATION)
}

function isInference({ attributes }: ReadableSpan): boolean {
  return INFERENCES.has(String(attributes['gen_ai.operation.name']))
}

function dataPoints(metrics: readonly MetricData[], name: string): readonly DataPoint<unknown>[] {
  return metrics
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap<DataPoint<unknown>>(({ dataPoints: some }) => some)
}

function points(metrics: readonly MetricData[], name: string, having?: string): number {
  return sum(
    dataPoints(metrics, name)
      .filter(({ attributes }) => having === undefined || having in attributes)
      .map(({ value }) => (typeof value === 'number' ? 1 : (value as Histogram).count)),
  )
}

function totals(metrics: readonly MetricData[], name: string): number {
  return sum(
    dataPoints(metrics, name).map(({ value }) =>
      typeof value === 'number' ? value : (value as Histogram).sum,
    ),
  )
}

function seconds([whole, nanos]: HrTime): number {
  return whole + nanos / 1e9
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + (count(value) ?? 0), 0)
}
