import {
  ATTR_LLMOPS_CONTENT_CAPTURE,
  ATTR_LLMOPS_OUTPUT_VALID,
  ATTR_LLMOPS_PROMPT_NAME,
  ATTR_LLMOPS_PROMPT_VERSION,
} from '@kansoku/core/llmops'
import {
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
  EVENT_GEN_AI_EVALUATION_RESULT,
} from '@kansoku/core/semconv'
import { type Attributes, type SpanContext, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import { ATTR_LOG_SAMPLE_RATE, ATTR_SAMPLE_RATE } from '../rows/tables.ts'
import { type ChunkedCall, chunkRecords } from './chunk-records.ts'
import { dailyBudget } from './daily-budget.ts'
import { placeContent, type Placement, type PlacementRules } from './place-content.ts'
import { repeatedInstructions } from './repeated-instructions.ts'
import { type ResolvedContentStorage, storageRule } from './storage-options.ts'

/** A row without the content that goes elsewhere, and the records that carry it there. */
export interface StoredRow {
  readonly attributes: Attributes
  readonly chunks: readonly ReadableLogRecord[]
}

/** Decides about the content of one process on its way to one endpoint. */
export interface ContentStore {
  readonly ofSpan: (span: ReadableSpan) => StoredRow
  readonly ofEvent: (record: ReadableLogRecord) => StoredRow
}

/** A store, or nothing where all content stays on its row, as the content policy has cut it. */
export function contentStore(
  storage: ResolvedContentStorage,
  now: () => number = Date.now,
): ContentStore | undefined {
  if (!storage.active) return undefined
  const budget = dailyBudget(storage.dailyBytes, now)
  const repeated = storage.instructionsOnce ? repeatedInstructions(now) : undefined

  const rules = (
    attributes: Bag,
    call: SpanContext | undefined,
    failed: boolean,
    besideSpan: boolean,
  ): PlacementRules => {
    const must = failed || attributes[ATTR_LLMOPS_OUTPUT_VALID] === false
    return {
      rule: storageRule(
        storage,
        attributes[ATTR_GEN_AI_PROMPT_NAME] ?? attributes[ATTR_LLMOPS_PROMPT_NAME],
        attributes[ATTR_GEN_AI_PROMPT_VERSION] ?? attributes[ATTR_LLMOPS_PROMPT_VERSION],
      ),
      // What is left to the call's own row is said there, whatever this one has.
      spend: (bytes) => budget.spend(bytes, must && !besideSpan),
      besideSpan,
      refer: repeated && call && ((items) => repeated.refer(items, call, !besideSpan)),
    }
  }

  return {
    ofSpan: (span) => {
      const { attributes } = span
      const call = span.spanContext()
      const failed = span.status.code === SpanStatusCode.ERROR
      const placed = placeContent(attributes, rules(attributes, call, failed, false))
      return stored(placed, {
        spanContext: call,
        time: span.startTime,
        sampleRate: rateOf(attributes[ATTR_SAMPLE_RATE]),
        resource: span.resource,
        instrumentationScope: span.instrumentationScope,
      })
    },
    ofEvent: (record) => {
      const { attributes, instrumentationScope, resource, spanContext } = record
      const besideSpan = attributes[ATTR_LLMOPS_CONTENT_CAPTURE] === 'span_and_event'
      const failed = attributes[ATTR_ERROR_TYPE] !== undefined
      const all = rules(attributes, spanContext, failed, besideSpan)
      const placed = placeContent(attributes, isEvaluation(record) ? onRow(all) : all)
      return stored(placed, {
        spanContext,
        time: record.hrTime,
        sampleRate: rateOf(attributes[ATTR_LOG_SAMPLE_RATE]),
        resource,
        instrumentationScope,
      })
    },
  }
}

function stored({ attributes, pieces }: Placement, call: ChunkedCall): StoredRow {
  return { attributes: attributes as Attributes, chunks: chunkRecords(call, pieces) }
}

function isEvaluation({ eventName }: ReadableLogRecord): boolean {
  return eventName === EVENT_GEN_AI_EVALUATION_RESULT
}

/** A judge's sentence is read with its score: it leaves the row only where it does not fit. */
function onRow({ rule, ...others }: PlacementRules): PlacementRules {
  return {
    ...others,
    rule: rule.mode === 'chunks' ? { mode: 'attributes', overflow: 'chunks' } : rule,
  }
}

/** Percent. What stands for itself needs none. */
function rateOf(value: unknown): number | undefined {
  return typeof value === 'number' && value !== 100 ? value : undefined
}

type Bag = Readonly<Record<string, unknown>>
