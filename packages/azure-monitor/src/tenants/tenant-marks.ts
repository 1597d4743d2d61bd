import { EVENT_GEN_AI_EVALUATION_RESULT } from '@kansoku/core/semconv'
import { type Context, propagation, type SpanContext, trace } from '@opentelemetry/api'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import { attributesOf } from '../rows/resource-attributes.ts'
import type { TenantKey } from './options.ts'
import { saidTenant } from './with-tenant.ts'

/** Whose it is: a tenant's, or nobody's. */
export interface Mark {
  readonly tenant: string | undefined
}

/** Knows of each span and log record whose it is, from its start to its export. */
export interface TenantMarks {
  /** What runs in the context. */
  readonly ofContext: (context: Context) => Mark
  readonly markSpan: (span: SpanContext, parent: Context) => void
  readonly ofSpan: (span: ReadableSpan) => Mark | undefined
  readonly markRecord: (record: MarkedRecord, context: Context) => void
  readonly ofRecord: (record: ReadableLogRecord) => Mark | undefined
  readonly ofResource: (resource: ReadableSpan['resource']) => Mark
}

/** The part of a log record that is under way through processors. */
interface MarkedRecord {
  readonly attributes: object
  readonly spanContext?: SpanContext | undefined
  readonly eventName?: string | undefined
}

/** A symbol, since records are copied on their way: copies of attributes have it, and neither exporters nor people see it. */
const MARK = Symbol('kansoku.tenant')
/**
 * Spans below, evaluations, and copies that have a context of their own find by its id whose a span is; about 150 bytes each.
 */
const MAX_SPANS = 20_000
const NOBODY: Mark = { tenant: undefined }

export function tenantMarks(key: TenantKey | undefined): TenantMarks {
  const spans = new WeakMap<SpanContext, Mark>()
  const byId = new Map<string, Mark>()
  const marks = new Map<string, Mark>()
  const ask = askerOf(key)

  const markOf = (tenant: string | undefined): Mark => {
    if (tenant === undefined || tenant === '') return NOBODY
    const known = marks.get(tenant)
    if (known) return known
    if (marks.size >= MAX_SPANS) marks.clear()
    const mark: Mark = { tenant }
    marks.set(tenant, mark)
    return mark
  }
  const said = (context: Context): Mark | undefined => {
    const own = saidTenant(context)
    if (own) return markOf(own.tenant)
    const tenant = ask(context)
    return tenant === undefined ? undefined : markOf(tenant)
  }
  const above = (span: SpanContext | undefined): Mark | undefined => span && byId.get(span.spanId)

  const ofResource = (resource: ReadableSpan['resource']): Mark =>
    isResourceKey(key) ? markOf(text(attributesOf(resource)[key.resource])) : NOBODY
  const orOfResource = (
    mark: Mark | undefined,
    resource: ReadableSpan['resource'],
  ): Mark | undefined => (mark === NOBODY ? ofResource(resource) : mark)

  return {
    ofContext: (context) => said(context) ?? above(trace.getSpanContext(context)) ?? NOBODY,
    markSpan: (span, parent) => {
      const mark = said(parent) ?? above(trace.getSpanContext(parent)) ?? NOBODY
      spans.set(span, mark)
      if (byId.size >= MAX_SPANS) deleteFirst(byId)
      byId.set(span.spanId, mark)
    },
    ofSpan: (span) => {
      const context = span.spanContext()
      return orOfResource(spans.get(context) ?? byId.get(context.spanId), span.resource)
    },
    markRecord: (record, context) => {
      const { attributes, spanContext } = record
      // A judgement belongs where its call is, whoever passes it.
      const mark = isJudgement(record)
        ? (above(spanContext) ?? said(context))
        : (said(context) ?? above(spanContext))
      Reflect.set(attributes, MARK, mark ?? NOBODY)
    },
    ofRecord: ({ attributes, resource }) =>
      orOfResource(Reflect.get(attributes, MARK) as Mark | undefined, resource),
    ofResource,
  }
}

function askerOf(key: TenantKey | undefined): (context: Context) => string | undefined {
  if (typeof key === 'function') return (context) => text(key(context))
  if (key === undefined || isResourceKey(key)) return () => undefined
  return (context) => propagation.getBaggage(context)?.getEntry(key.baggage)?.value
}

export function isResourceKey(
  key: TenantKey | undefined,
): key is Extract<TenantKey, { resource: string }> {
  return typeof key === 'object' && 'resource' in key
}

function isJudgement({ eventName }: MarkedRecord): boolean {
  return eventName === EVENT_GEN_AI_EVALUATION_RESULT
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function deleteFirst(map: Map<string, unknown>): void {
  const [first] = map.keys()
  if (first !== undefined) map.delete(first)
}
