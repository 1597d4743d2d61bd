import { cutUtf8 } from '../cut-utf8.ts'
import { ATTR_GEN_AI_TOOL_DEFINITIONS } from '../semconv.ts'
import { utf8Length, wellFormed } from '../utf8.ts'
import type { ContentPlace, ContentSettings, PromptIdentity } from './content-policy.ts'
import { CUT_MARK } from './cut-json.ts'
import { isMedia, keptOfMedia, withoutBytes } from './media.ts'
import { REDACTION_FAILED, redactText } from './redact-text.ts'

/** One call's content on its way through the policy. Counts are changed in place. */
export interface Visit {
  readonly settings: ContentSettings
  readonly prompt: PromptIdentity | undefined
  readonly direction: ContentPlace['direction']
  readonly attribute: string
  readonly counts: VisitCounts
}

export interface VisitCounts {
  redactionFailed: number
  /** Objects, fields and items seen, against data without end. */
  nodes: number
  /** The objects that the walk is inside of: one of them again is a cycle. */
  readonly within: Set<object>
  /** Attribute → bytes that were taken from it. */
  readonly cut: Map<string, number>
}

/** Whose text it is, handed down while walking. */
interface Owner {
  readonly role?: string | undefined
  readonly type?: string | undefined
}

const NOBODY: Owner = {}
const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function'])
/** Names of things, not text: they tie calls and their results together, and say what kind a part is. */
const IDENTIFIERS = new Set(['type', 'id', 'modality'])
/** JSON schema, of a tool's parameters: its own words, and lists that hold nothing twice, redacted or not. */
const JSON_TYPES: ReadonlySet<unknown> = new Set([
  'null',
  'boolean',
  'object',
  'array',
  'number',
  'string',
  'integer',
])
const UNIQUE = new Set(['required', 'enum'])
/** The fields of the conventions' shapes; all other names are text, since models and applications choose them. */
const FIELDS = new Set([
  ...IDENTIFIERS,
  'arguments',
  'content',
  'description',
  'file_id',
  'generic_type',
  'metadata',
  'mime_type',
  'name',
  'parameters',
  'response',
  'score',
  'server_tool_call',
  'server_tool_call_response',
  'uri',
])
/** Deeper than any real data. */
const MAX_DEPTH = 32
const MAX_NODES = 100_000
/** Stands for what is too deep, too much, or cannot be read. */
export const LEFT_OUT = '[left out]'
/** Shorter numbers are amounts, years and counts. */
const TELLING_NUMBER = 1e9

/** A copy of messages as they may be recorded. */
export function visitMessages(visit: Visit, messages: readonly unknown[]): unknown[] {
  return messages.map((message, index) =>
    visitMessage(visit, message, pathAt(visit, visit.attribute, index)),
  )
}

function visitMessage(visit: Visit, message: unknown, at: string): unknown {
  const { name, parts, role } = (message ?? {}) as Partial<Record<string, unknown>>
  if (typeof role !== 'string' || !Array.isArray(parts)) return visitData(visit, message, at)
  const owner = { role }
  const partsAt = pathTo(visit, at, 'parts')
  const copy: Record<string, unknown> = {
    role: ROLES.has(role) ? role : visitText(visit, role, pathTo(visit, at, 'role'), owner),
    parts: parts.map((part, index) => visitItem(visit, part, pathAt(visit, partsAt, index), owner)),
  }
  if (typeof name === 'string')
    copy['name'] = visitText(visit, name, pathTo(visit, at, 'name'), owner)
  return copy
}

/** A list of parts, of records or of documents. */
export function visitList(visit: Visit, items: readonly unknown[], role?: string): unknown[] {
  const owner = { role }
  return items.map((item, index) =>
    visitItem(visit, item, pathAt(visit, visit.attribute, index), owner),
  )
}

export function visitTools(visit: Visit, tools: readonly unknown[]): unknown[] {
  if (visit.settings.toolDefinitions === 'full') return visitList(visit, tools)
  return visitList(
    visit,
    tools.map((tool) => {
      const { name, type } = (tool ?? {}) as Partial<Record<string, unknown>>
      return { type, name }
    }),
  )
}

function visitItem(visit: Visit, item: unknown, at: string, owner: Owner): unknown {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
    ? visitPart(visit, item, at, owner)
    : visitData(visit, item, at, owner)
}

/** One part, record or document: its identifiers stay, its bytes go by the rule for media, the rest is text or data. */
function visitPart(visit: Visit, part: object, at: string, owner: Owner): Record<string, unknown> {
  const { content, type } = part as { content?: unknown; type?: unknown }
  // Nearly all parts are these, and half of the walk's time was spent on their two names.
  if (visit.settings.redactors.length === 0 && type === 'text' && typeof content === 'string')
    if (Object.keys(part).length === 2) return { type, content: visitText(visit, content, at) }
  const own = typeof type === 'string' ? { ...owner, type } : owner
  return copyOf(visit, part, at, own, (key, value) => {
    if (IDENTIFIERS.has(key) && typeof value === 'string') return wellFormed(value)
    const kept = isMedia(part) ? keptOfMedia(visit.settings, part.type, key, value) : undefined
    return kept ?? visitData(visit, value, pathTo(visit, at, key), own)
  })
}

/** Plain fields only: one that cannot be read is left out. */
function copyOf(
  visit: Visit,
  from: object,
  at: string,
  owner: Owner,
  copy: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  const copied: Record<string, unknown> = {}
  // Only redaction makes two names the same.
  const names = visit.settings.redactors.length > 0 ? new Map<string, number>() : undefined
  for (const key of Object.keys(from)) {
    visit.counts.nodes += 1
    if (visit.counts.nodes > MAX_NODES) {
      copied[LEFT_OUT] = tooMuch(visit)
      break
    }
    const name = FIELDS.has(key) ? key : visitText(visit, key, pathTo(visit, at, key), owner)
    const value = copy(key, fieldOf(from, key))
    // As JSON has it: the event, which is none, must not say more than the span.
    if (value === undefined) continue
    const own = names ? distinct(names, name) : name
    if (own === '__proto__')
      Object.defineProperty(copied, own, { value, enumerable: true, writable: true })
    else copied[own] = value
  }
  return copied
}

/** Left out as the budgets leave out, but for its size, which nobody knows. */
function tooMuch({ attribute, counts }: Visit): string {
  counts.cut.set(attribute, counts.cut.get(attribute) ?? 0)
  return LEFT_OUT
}

/** The way to a field; nobody but a redactor asks for it. */
function pathTo(visit: Visit, at: string, key: string): string {
  return visit.settings.redactors.length > 0 ? `${at}.${key}` : at
}

function pathAt(visit: Visit, at: string, index: number): string {
  return visit.settings.redactors.length > 0 ? `${at}[${index}]` : at
}

/**
 * A copy of anything as plain JSON data: what came from the application may have getters, cycles, big integers and
 * bytes, any of which would cost the whole attribute.
 */
export function visitData(
  visit: Visit,
  value: unknown,
  at: string,
  owner: Owner = NOBODY,
  depth = 0,
): unknown {
  switch (typeof value) {
    case 'string':
      return visitText(visit, value, at, owner)
    case 'number':
      return Math.abs(value) < TELLING_NUMBER ? value : visitNumber(visit, value, at, owner)
    case 'bigint':
      return visitText(visit, String(value), at, owner)
    case 'boolean':
      return value
    case 'object':
      return value === null ? null : visitNested(visit, value, at, owner, depth + 1)
    default:
      return undefined
  }
}

function visitNested(
  visit: Visit,
  value: object,
  at: string,
  owner: Owner,
  depth: number,
): unknown {
  const { counts } = visit
  const nodes = counts.nodes + (Array.isArray(value) ? value.length : 0) + 1
  if (counts.within.has(value)) return LEFT_OUT
  if (depth > MAX_DEPTH || nodes > MAX_NODES) return tooMuch(visit)
  counts.nodes = nodes
  counts.within.add(value)
  try {
    return visitObject(visit, value, at, owner, depth)
  } catch {
    return LEFT_OUT
  } finally {
    counts.within.delete(value)
  }
}

function visitObject(
  visit: Visit,
  value: object,
  at: string,
  owner: Owner,
  depth: number,
): unknown {
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON === 'function') return visitData(visit, toJSON.call(value), at, owner, depth)
  if (Array.isArray(value))
    return Array.from(
      value,
      (item, index) => visitData(visit, item, pathAt(visit, at, index), owner, depth) ?? null,
    )
  if (value instanceof Error)
    return visitData(visit, { name: value.name, message: value.message }, at, owner, depth)
  if (isMedia(value)) return visitPart(visit, value, at, owner)
  const isSchema = visit.attribute === ATTR_GEN_AI_TOOL_DEFINITIONS
  return copyOf(visit, value, at, owner, (key, field) => {
    if (isSchema && key === 'type' && JSON_TYPES.has(field)) return field
    const copy = visitData(visit, field, pathTo(visit, at, key), owner, depth)
    return isSchema && UNIQUE.has(key) && Array.isArray(copy) ? [...new Set(copy)] : copy
  })
}

/** An application's getter may throw. */
function fieldOf(from: object, key: string): unknown {
  try {
    return (from as Record<string, unknown>)[key]
  } catch {
    return LEFT_OUT
  }
}

/** Two names of one object may be the same once they are redacted. */
function distinct(names: Map<string, number>, name: string): string {
  const times = (names.get(name) ?? 0) + 1
  names.set(name, times)
  return times === 1 ? name : `${name} (${times})`
}

/** A card's or a telephone's number is one in JSON, too: it goes where a redactor finds something in it. */
function visitNumber(visit: Visit, value: number, at: string, owner: Owner): unknown {
  if (!Number.isFinite(value)) return null
  const written = String(value)
  const redacted = visitText(visit, written, at, owner)
  return redacted === written ? value : redacted
}

/** One piece of text, redacted; half a character of UTF-16, which no other system could read, becomes U+FFFD. */
export function visitText(visit: Visit, text: string, at: string, owner: Owner = NOBODY): string {
  const { counts, settings } = visit
  let shown = withoutBytes(settings, text)
  if (settings.redactors.length > 0 && shown !== '') {
    const { attribute, direction, prompt } = visit
    shown = redactText(settings.redactors, shown, {
      attribute,
      path: at,
      direction,
      prompt,
      ...owner,
    })
    if (shown === REDACTION_FAILED) counts.redactionFailed += 1
  }
  const whole = wellFormed(shown)
  const kept = cutUtf8(whole, settings.textBytes, CUT_MARK)
  if (kept !== whole) {
    const bytes = utf8Length(whole) - utf8Length(kept)
    counts.cut.set(visit.attribute, (counts.cut.get(visit.attribute) ?? 0) + bytes)
  }
  return kept
}
