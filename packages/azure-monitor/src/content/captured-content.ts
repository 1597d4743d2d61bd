import {
  type ContentBudgets,
  type ContentPolicy,
  contentSettings,
  type PromptIdentity,
  type ResolvedContentPolicy,
  resolveContentPolicy,
} from '@kansoku/core'

import { ROW_BUDGETS } from '../rows/content-budgets.ts'
import { fitsRow, type ResolvedContentStorage, storageRule } from './storage-options.ts'

const MEBIBYTE = 1_048_576

/** What goes to chunk rows, or is to be hashed, has to be known whole; the bound is what one call may cost. */
const WHOLE_BUDGETS: ContentBudgets = {
  textBytes: MEBIBYTE,
  attributeBytes: MEBIBYTE,
  callBytes: MEBIBYTE,
}

/**
 * The content policy with the budgets that suit how content is stored: what stays on its row is cut to what fits there,
 * anything else is let have a mebibyte a call. Budgets that somebody asked for hold for both.
 */
export function capturedContent(
  storage: ResolvedContentStorage,
  policy: ContentPolicy | undefined,
  env: Readonly<Record<string, string | undefined>>,
  captureMessageContent: unknown,
): ResolvedContentPolicy {
  const resolve = (budgets: ContentBudgets): ResolvedContentPolicy =>
    resolveContentPolicy(policy, env, { captureMessageContent, budgets })
  const row = resolve(ROW_BUDGETS)
  if ([storage.general, ...storage.prompts.values()].every(fitsRow)) return row

  const whole = resolve(WHOLE_BUDGETS)
  const prompts = new Map(
    [...new Set([...row.prompts.keys(), ...storage.prompts.keys()])].map((key) => {
      const prompt = identityOf(key)
      const rule = storageRule(storage, prompt.name, prompt.version)
      return [key, contentSettings(fitsRow(rule) ? row : whole, prompt)] as const
    }),
  )
  const { general } = fitsRow(storage.general) ? row : whole
  return { ...row, general, prompts }
}

/** Of `name` or `name@version`. */
function identityOf(key: string): PromptIdentity {
  const at = key.lastIndexOf('@')
  return at < 0 ? { name: key } : { name: key.slice(0, at), version: key.slice(at + 1) }
}
