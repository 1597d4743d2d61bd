import { ATTR_GEN_AI_PROMPT_NAME, ATTR_GEN_AI_PROMPT_VERSION } from '@kansoku/core/semconv'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import { storageRule } from '../content/storage-options.ts'
import type { ResolvedOptions } from '../options.ts'
import { type ResourceAttributes, resourceAttributes } from '../rows/resource-attributes.ts'

/** Which calls are written, and what of them. */
export interface RecordRules {
  readonly ofResource: ResourceAttributes
  /** Whether the call may be on stdout. */
  readonly isWanted: (span: ReadableSpan) => boolean
  /** Whether its content may, where content is asked for at all. */
  readonly hasContent: (span: ReadableSpan) => boolean
}

export function recordRules(
  { contentStorage, resourceAttributes: names }: ResolvedOptions,
  isWanted: RecordRules['isWanted'],
): RecordRules {
  return {
    ofResource: resourceAttributes(names),
    isWanted,
    // What is to leave no more than its hash leaves no text on stdout either.
    hasContent: ({ attributes }) =>
      storageRule(
        contentStorage,
        attributes[ATTR_GEN_AI_PROMPT_NAME],
        attributes[ATTR_GEN_AI_PROMPT_VERSION],
      ).mode !== 'hash',
  }
}
