import type { Attributes } from '@opentelemetry/api'

import { cutUtf8 } from '../cut-utf8.ts'
import { environment, isDevelopment } from '../environment.ts'
import { guard } from '../guard.ts'
import { ATTR_LLMOPS_METADATA_DROPPED_COUNT, ATTR_LLMOPS_METADATA_PREFIX } from '../llmops.ts'
import { wellFormed } from '../utf8.ts'
import { warnOnce } from '../warn-once.ts'

/**
 * Values that the application attaches to its calls: scalars as they are, dates and whatever else JSON makes text of as
 * that text, nested values as JSON. `null` and `undefined` are left out.
 *
 * Budgets: 64 keys and 16,384 characters a call, 1,024 bytes of UTF-8 a value. Longer text is cut, longer JSON is left
 * out, since a part of it would be no JSON. What is left out is counted in `llmops.metadata.dropped_count`.
 */
export type Metadata = Readonly<Record<string, unknown>>

const MAX_KEYS = 64
/** A quarter of what Azure was seen to keep of a row's Properties (Azure/azure-sdk-for-python#47345). */
const MAX_CHARACTERS = 16_384
const MAX_VALUE_BYTES = 1024
/** Azure keeps 150 characters of a property's name (Application Insights limits). */
const MAX_KEY_LENGTH = 150 - ATTR_LLMOPS_METADATA_PREFIX.length

/** Read once: each look at the environment takes as long as all the rest. */
const DEVELOPMENT = isDevelopment(environment())

/**
 * In development (`NODE_ENV`), keys that would be left out are refused where they are said; elsewhere `diag` says so.
 *
 * @throws TypeError naming the key and the rule
 */
export function refuseBadKeys(said: () => Metadata | undefined): void {
  if (!DEVELOPMENT) return
  for (const key of guard('reading metadata', () => Object.keys(said() ?? {})) ?? []) {
    const problem = keyProblem(key)
    if (problem !== undefined)
      throw new TypeError(`metadata ${JSON.stringify(key.slice(0, 50))}: ${problem}`)
  }
}

/** Metadata as attributes, made once where it is said. A label must not break a call: nothing here throws. */
export function metadataAttributes(metadata: Metadata): Attributes {
  return guard('reading metadata', () => withinBudget(entriesOf(metadata))) ?? {}
}

/** The inner value wins. Over the budget the outer ones go first: what was said last is nearest to the call. */
export function mergeMetadata(outer: Attributes, inner: Attributes): Attributes {
  const merged = { ...outer, ...inner }
  let dropped = droppedIn(outer) + droppedIn(inner)
  delete merged[ATTR_LLMOPS_METADATA_DROPPED_COUNT]
  const entries = Object.entries(merged)
  let keys = entries.length
  let characters = entries.reduce((sum, entry) => sum + charactersOf(entry), 0)
  for (const entry of entries) {
    if (keys <= MAX_KEYS && characters <= MAX_CHARACTERS) break
    const [key] = entry
    if (Object.hasOwn(inner, key)) continue
    delete merged[key]
    keys -= 1
    characters -= charactersOf(entry)
    dropped += 1
  }
  return counted(merged, dropped)
}

/** Without its types, a text would be as many entries as it has characters. */
function entriesOf(metadata: unknown): [string, unknown][] {
  if (typeof metadata === 'object' && metadata !== null) return Object.entries(metadata)
  warnOnce(`metadata is left out of the telemetry: it must be an object, got ${typeof metadata}`)
  return []
}

function withinBudget(given: readonly [string, unknown][]): Attributes {
  const attributes: Attributes = {}
  let keys = 0
  let characters = 0
  let dropped = 0
  const drop = (reason: string): void => {
    dropped += 1
    // The key itself is not said: careless programs make keys of what people wrote.
    warnOnce(`metadata is left out of the telemetry: ${reason}`)
  }
  for (const [key, value] of given) {
    if (value === undefined || value === null) continue
    const problem = keyProblem(key)
    if (problem !== undefined) {
      drop(problem)
      continue
    }
    const plain = attributeValue(value)
    if (plain === undefined) {
      drop(`a value has no JSON form, or one of more than ${MAX_VALUE_BYTES} bytes`)
      continue
    }
    const name = ATTR_LLMOPS_METADATA_PREFIX + key
    const length = charactersOf([name, plain])
    if (keys === MAX_KEYS || characters + length > MAX_CHARACTERS) {
      drop(`a call has room for ${MAX_KEYS} keys and ${MAX_CHARACTERS} characters`)
      continue
    }
    attributes[name] = plain
    keys += 1
    characters += length
  }
  return counted(attributes, dropped)
}

function keyProblem(key: string): string | undefined {
  if (key === '') return 'a key is empty'
  if (key.length > MAX_KEY_LENGTH)
    return `a key has ${key.length} characters, Azure keeps ${MAX_KEY_LENGTH} of them`
  if (/[\p{Cc}\p{Cs}]/u.test(key)) return 'a key has control characters, or half a character'
  return ATTR_LLMOPS_METADATA_PREFIX + key === ATTR_LLMOPS_METADATA_DROPPED_COUNT
    ? 'the key dropped_count is taken, it counts what is left out'
    : undefined
}

function attributeValue(value: unknown): string | number | boolean | undefined {
  switch (typeof value) {
    case 'string':
      return wellFormed(cutUtf8(value, MAX_VALUE_BYTES))
    case 'number':
    case 'boolean':
      return value
    case 'bigint':
      return value.toString()
    case 'object':
      return json(value)
    default:
      return undefined
  }
}

function json(value: unknown): string | undefined {
  const text = boundedJson(value)
  if (text === undefined) return undefined
  // What JSON makes text of, as a date, is better without the quotes.
  if (text.startsWith('"')) return wellFormed(cutUtf8(JSON.parse(text) as string, MAX_VALUE_BYTES))
  return cutUtf8(text, MAX_VALUE_BYTES) === text ? text : undefined
}

/** JSON, or nothing once it is sure to be over the budget: whole documents would cost the application milliseconds. */
function boundedJson(value: unknown): string | undefined {
  let left = MAX_VALUE_BYTES
  try {
    return JSON.stringify(value, (key, inner: unknown) => {
      left -= key.length + (typeof inner === 'string' ? inner.length : 1)
      if (left < 0) throw new RangeError('over the budget')
      return inner
    })
  } catch {
    return undefined // also cycles, bigints and a toJSON that throws
  }
}

function charactersOf([key, value]: readonly [string, Attributes[string]]): number {
  return key.length + (typeof value === 'string' ? value.length : 8)
}

function droppedIn(attributes: Attributes): number {
  return Number(attributes[ATTR_LLMOPS_METADATA_DROPPED_COUNT] ?? 0)
}

function counted(attributes: Attributes, dropped: number): Attributes {
  return dropped === 0
    ? attributes
    : { ...attributes, [ATTR_LLMOPS_METADATA_DROPPED_COUNT]: dropped }
}
