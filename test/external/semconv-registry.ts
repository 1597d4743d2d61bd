import { readdirSync, readFileSync } from 'node:fs'

/** `shared/data/semconv/registry.json`, as far as the judge reads it. */
export interface AttributeRule {
  readonly type: string
  readonly requirement_level: string
  readonly sampling_relevant?: boolean
  readonly enum?: readonly string[]
  readonly json_schema?: string
}
export type AttributeRules = Readonly<Record<string, AttributeRule>>
export interface SpanRule {
  readonly ref?: string
  readonly allowed_kinds: readonly string[]
  readonly operation_names?: readonly string[]
  readonly name_templates: readonly string[]
  readonly attributes: AttributeRules
}
export interface MetricRule {
  readonly ref?: string
  readonly instrument: string
  readonly unit: string
  readonly value_type: string
  readonly explicit_bucket_boundaries?: readonly number[]
  readonly attributes: AttributeRules
}
export interface EventRule {
  readonly severity?: { readonly number: number }
  readonly attributes: AttributeRules
}
export interface Registry {
  readonly spans: Readonly<Record<string, SpanRule>>
  readonly span_refinements: Readonly<Record<string, SpanRule>>
  readonly metrics: Readonly<Record<string, MetricRule>>
  readonly metric_refinements: Readonly<Record<string, MetricRule>>
  readonly events: Readonly<Record<string, EventRule>>
  readonly attributes: AttributeRules
  readonly renamed: { readonly attributes: Readonly<Record<string, string>> }
}

const FOLDER = new URL('../../../shared/data/semconv/', import.meta.url)

export function readRegistry(): Registry {
  return JSON.parse(readFileSync(new URL('registry.json', FOLDER), 'utf8')) as Registry
}

/** The strict schemas by the file name that the registry gives. */
export function readStrictSchemas(): ReadonlyMap<string, object> {
  const folder = new URL('schemas/strict/', FOLDER)
  return new Map(
    readdirSync(folder).map((name) => [
      `schemas/${name}`,
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object,
    ]),
  )
}
