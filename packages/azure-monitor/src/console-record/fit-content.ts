import { applyContentPolicy, type ContentSettings, resolveContentPolicy } from '@kansoku/core'
import { ATTR_LLMOPS_CONTENT_TRUNCATED } from '@kansoku/core/llmops'
import type { Attributes } from '@opentelemetry/api'

import { listIn, RECORDED } from './request-response.ts'

/** Below this core cuts nothing into shape. */
const LEAST_BYTES = 256
/** A kilobyte of Japanese is two of ASCII, and a first guess by the average may be short of it. */
const TRIES = 4

/**
 * The row with its recorded content cut until `fits` says so: messages stay messages, each cut with a mark, and the row
 * says which attributes are no longer whole. Without content, where nothing of it fits.
 *
 * @param bytes what there is room for, in UTF-8; a first guess
 */
export function fitContent(
  row: Attributes,
  bytes: number,
  fits: (row: Attributes) => boolean,
): Attributes {
  const content = Object.fromEntries(
    RECORDED.flatMap((key) => {
      const value = row[key]
      return typeof value === 'string' ? [[key, listIn(value) ?? value] as const] : []
    }),
  )
  for (let tries = 0, room = bytes; tries < TRIES && room >= LEAST_BYTES; tries += 1, room /= 2) {
    const { forSpan, remarks } = applyContentPolicy(settingsFor(Math.floor(room)), content)
    const cut = withRemarks({ ...without(row), ...forSpan }, remarks)
    if (fits(cut)) return cut
  }
  return withRemarks(without(row), { [ATTR_LLMOPS_CONTENT_TRUNCATED]: Object.keys(content) })
}

/** What the policy let through at the call stays; only its size is at issue. */
function settingsFor(callBytes: number): ContentSettings {
  const budgets = { textBytes: callBytes, attributeBytes: callBytes, callBytes }
  return resolveContentPolicy({
    budgets: { ...budgets, blobBytes: callBytes },
    media: 'blob',
    toolDefinitions: 'full',
  }).general
}

function without(row: Attributes): Attributes {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !RECORDED.includes(key)))
}

/** The call's own cuts come first; how long it was before them is known better there. */
function withRemarks(row: Attributes, remarks: Attributes): Attributes {
  const cut = new Set([...cutIn(row), ...cutIn(remarks)])
  return {
    ...remarks,
    ...row,
    ...(cut.size > 0 && { [ATTR_LLMOPS_CONTENT_TRUNCATED]: [...cut] }),
  }
}

function cutIn(attributes: Attributes): string[] {
  const names = attributes[ATTR_LLMOPS_CONTENT_TRUNCATED]
  return Array.isArray(names) ? names.map(String) : []
}
