import type { Attributes } from '@opentelemetry/api'

import { cutUtf8 } from '../cut-utf8.ts'
import {
  ATTR_LLMOPS_CONTENT_ORIGINAL_BYTES,
  ATTR_LLMOPS_CONTENT_REDACTION_FAILED,
  ATTR_LLMOPS_CONTENT_TRUNCATED,
} from '../llmops.ts'
import { ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX } from '../semconv.ts'
import { utf8Length } from '../utf8.ts'
import { type ContentField, contentField } from './content-fields.ts'
import type { ContentSettings, PromptIdentity } from './content-policy.ts'
import { CUT_MARK } from './cut-json.ts'
import { fitData } from './fit-data.ts'
import { fitItems, fitMessages, isItems, isMessages } from './fit-list.ts'
import { fairLevel } from './shares.ts'
import {
  LEFT_OUT,
  type Visit,
  type VisitCounts,
  visitData,
  visitList,
  visitMessages,
  visitText,
  visitTools,
} from './visit.ts'

/**
 * An operation's content by the attribute that it becomes: `gen_ai.input.messages`, `gen_ai.tool.call.arguments`,
 * `gen_ai.prompt.variable.<name>` … Other attributes are taken for data. What is undefined is not recorded.
 */
export type Content = Readonly<Record<string, unknown>>

/** Content as it may be recorded. The same in both forms, computed once. */
export interface RecordedContent {
  /** As spans take it under every SDK: text as it is, everything else as JSON. */
  readonly forSpan: Attributes
  /** As events take it: structured. */
  readonly forEvent: Readonly<Record<string, unknown>>
  /** What was cut and what could not be redacted; belongs beside the content, on both. Empty as a rule. */
  readonly remarks: Attributes
}

/** One attribute on its way: its value as data, and as a span takes it. */
interface Entry {
  readonly attribute: string
  readonly shape: ContentField['shape']
  readonly direction: 'input' | 'output'
  value: unknown
  text: string
  /** In bytes; only known where something is cut. */
  size: number
}

/**
 * Passes an operation's content through the policy: redaction, media, tools, budgets, in this order. Ask
 * {@link ContentSettings.capture} first, and call this only where content is recorded; put `forSpan` on the span,
 * `forEvent` on the event, as the mode says, and `remarks` on either. Never throws, whatever it is given.
 *
 * @param settings the rules for this call, from `contentSettings(telemetry.contentPolicy, prompt)`
 * @param prompt told to the redactors
 */
export function applyContentPolicy(
  settings: ContentSettings,
  content: Content,
  prompt?: PromptIdentity,
): RecordedContent {
  const counts: VisitCounts = { redactionFailed: 0, nodes: 0, within: new Set(), cut: new Map() }
  const entries = entriesOf(settings, content, prompt, counts)
  fitEntries(settings, entries, counts)

  const forSpan: Attributes = {}
  const forEvent: Record<string, unknown> = {}
  let size = 0
  for (const entry of entries) {
    if (entry.value === undefined) continue
    forSpan[entry.attribute] = entry.text
    forEvent[entry.attribute] = entry.value
    size += entry.size
  }
  return { forSpan, forEvent, remarks: remarksOf(counts, size) }
}

const NO_REMARKS: Attributes = {}

function remarksOf({ cut, redactionFailed }: VisitCounts, size: number): Attributes {
  if (cut.size === 0 && redactionFailed === 0) return NO_REMARKS
  const remarks: Attributes = {}
  if (cut.size > 0) {
    let bytes = size
    for (const removed of cut.values()) bytes += removed
    remarks[ATTR_LLMOPS_CONTENT_TRUNCATED] = [...cut.keys()]
    remarks[ATTR_LLMOPS_CONTENT_ORIGINAL_BYTES] = bytes
  }
  if (redactionFailed > 0) remarks[ATTR_LLMOPS_CONTENT_REDACTION_FAILED] = redactionFailed
  return remarks
}

function entriesOf(
  settings: ContentSettings,
  content: Content,
  prompt: PromptIdentity | undefined,
  counts: VisitCounts,
): Entry[] {
  const entries: Entry[] = []
  for (const attribute of Object.keys(content)) {
    const given = content[attribute]
    if (given === undefined || given === null) continue
    const { direction, role, shape } = contentField(attribute)
    // Each by itself: endless input must not cost the output.
    counts.nodes = 0
    const visit: Visit = { settings, prompt, attribute, direction, counts }
    const value = readable(() => visited(visit, shape, given, role))
    const text = typeof value === 'string' && shape === 'text' ? value : json(value)
    if (text !== undefined) entries.push({ attribute, shape, direction, value, text, size: 0 })
  }
  return entries
}

/** Functions and symbols have no JSON, whatever the compiler says. */
function json(value: unknown): string | undefined {
  return JSON.stringify(value)
}

/** What the application hands over may throw wherever it is touched. */
function readable(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return LEFT_OUT
  }
}

function visited(
  visit: Visit,
  shape: ContentField['shape'],
  given: unknown,
  role: string | undefined,
): unknown {
  // What has not the shape of its attribute is recorded all the same: it may tell what is wrong.
  const isList = Array.isArray(given)
  switch (shape) {
    case 'messages':
      return isList ? visitMessages(visit, given) : visitData(visit, given, visit.attribute)
    case 'tools':
      return isList ? visitTools(visit, given) : visitData(visit, given, visit.attribute)
    case 'parts':
    case 'records':
      return isList ? visitList(visit, given, role) : visitData(visit, given, visit.attribute)
    case 'data':
      return visitData(visit, given, visit.attribute, { role })
    case 'text':
      return textOf(visit, given)
    default:
      return shape satisfies never
  }
}

/** The conventions want strings here, for prompt variables as well; what is none is written as JSON. */
function textOf(visit: Visit, given: unknown): string {
  if (typeof given === 'string') return visitText(visit, given, visit.attribute)
  return json(visitData(visit, given, visit.attribute)) ?? ''
}

function fitEntries(
  settings: ContentSettings,
  entries: readonly Entry[],
  counts: VisitCounts,
): void {
  // A UTF-16 unit takes at most three bytes: the lengths of what is far below its budget are not asked for.
  let most = 0
  let fits = true
  for (const { attribute, text } of entries) {
    most += text.length * 3
    fits &&= text.length * 3 <= limitOf(settings, attribute)
  }
  if (fits && most <= settings.callBytes && counts.cut.size === 0) return

  for (const entry of entries) entry.size = utf8Length(entry.text)
  const wanted = entries.map(({ attribute, size }) => Math.min(size, limitOf(settings, attribute)))
  const level = fairLevel(wanted, settings.callBytes)
  for (const entry of entries) {
    const bytes = Math.min(level, limitOf(settings, entry.attribute))
    if (entry.size > bytes) fitEntry(entry, bytes, counts)
  }
}

function limitOf({ attributeBytes, attributes }: ContentSettings, attribute: string): number {
  const name = attribute.startsWith(ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX) ? VARIABLE : attribute
  const own = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  return Math.min(attributeBytes, own ?? attributeBytes)
}

/** The prefix without its full stop. */
const VARIABLE = ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX.slice(0, -1)

/** The last word is the length itself: what still does not fit is left out. */
function fitEntry(entry: Entry, bytes: number, { cut }: VisitCounts): void {
  const before = entry.size
  entry.value = fitted(entry, bytes)
  entry.text = entry.shape === 'text' ? (entry.value as string) : JSON.stringify(entry.value)
  entry.size = utf8Length(entry.text)
  if (entry.size > bytes) {
    entry.value = undefined
    entry.size = 0
  }
  cut.set(entry.attribute, (cut.get(entry.attribute) ?? 0) + before - entry.size)
}

function fitted({ direction, shape, value }: Entry, bytes: number): unknown {
  switch (shape) {
    case 'messages':
      return isMessages(value) ? fitMessages(value, bytes, direction) : fitData(value, bytes)
    case 'parts':
    case 'records':
    case 'tools':
      return isItems(value) ? fitItems(value, bytes) : fitData(value, bytes)
    case 'data':
      return fitData(value, bytes)
    case 'text':
      return cutUtf8(value as string, bytes, CUT_MARK)
    default:
      return shape satisfies never
  }
}
