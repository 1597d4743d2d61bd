import { ATTR_LLMOPS_OUTPUT_VALID } from '@kansoku/core/llmops'
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
} from '@kansoku/core/semconv'
import { diag, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import type { ResolvedSampling } from './sampling-options.ts'

/** They take as long as what happens in them. */
const CONTAINERS: ReadonlySet<unknown> = new Set(['invoke_agent', 'invoke_workflow', 'plan'])
/** A version that is made of a date or an id must not fill the memory. */
const MAX_VERSIONS = 1000

/** Whether a span that has ended keeps its trace. Counts the calls of each version, so each span is asked once. */
export function whatMatters(options: ResolvedSampling): (span: ReadableSpan) => boolean {
  const isNew = newVersions(options)
  const keep = guarded(options.keep)
  return (span) => {
    // Counted whatever else is true of the call: "the first calls" are the first ones.
    const ofNewVersion = isNew(span)
    return (
      ofNewVersion ||
      span.status.code === SpanStatusCode.ERROR ||
      span.attributes[ATTR_LLMOPS_OUTPUT_VALID] === false ||
      isSlow(span, options.slowMillis) ||
      keep(span)
    )
  }
}

function isSlow({ attributes, duration }: ReadableSpan, slowMillis: number): boolean {
  const operation = attributes[ATTR_GEN_AI_OPERATION_NAME]
  return (
    operation !== undefined &&
    !CONTAINERS.has(operation) &&
    duration[0] * 1000 + duration[1] / 1e6 > slowMillis
  )
}

function newVersions({
  newVersionCalls,
  newVersionMillis,
}: ResolvedSampling): (span: ReadableSpan) => boolean {
  const seen = new Map<string, { calls: number; readonly until: number }>()
  return ({ attributes }) => {
    const name = attributes[ATTR_GEN_AI_PROMPT_NAME]
    if (name === undefined) return false
    const key = JSON.stringify([name, attributes[ATTR_GEN_AI_PROMPT_VERSION]])
    let version = seen.get(key)
    if (!version) {
      if (seen.size >= MAX_VERSIONS) return false
      version = { calls: 0, until: performance.now() + newVersionMillis }
      seen.set(key, version)
    }
    version.calls += 1
    return version.calls <= newVersionCalls || performance.now() < version.until
  }
}

/** A rule that does not answer keeps everything, and says so once: it is wrong at every span. */
function guarded(keep: ResolvedSampling['keep']): (span: ReadableSpan) => boolean {
  if (!keep) return () => false
  let said = false
  const failed = (what: string, kind: string): true => {
    if (!said) diag.error(`kansoku: the option sampling.keep ${what}`, kind)
    said = true
    return true
  }
  return (span) => {
    try {
      const kept: unknown = keep(span)
      if (!(kept instanceof Promise)) return Boolean(kept)
      // Nobody waits for it, and unhandled its rejection would end the process.
      kept.catch(() => undefined)
      return failed('gave a promise: what it is asked about is kept. Answer at once', 'Promise')
    } catch (error) {
      const kind = error instanceof Error ? error.constructor.name : typeof error
      return failed('threw, and what it throws at is kept', kind)
    }
  }
}
