import { jsonLength } from './cut-json.ts'
import { cutSlots, type Slot, sizeOf } from './fit-data.ts'
import { fairLevel } from './shares.ts'

type Item = Record<string, unknown>
interface VisitedMessage extends Item {
  readonly role: string
  parts: Item[]
}

/** Whether a list has what {@link fitItems} takes. */
export function isItems(value: unknown): value is readonly Item[] {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
  )
}

/** Whether a list has what {@link fitMessages} takes. */
export function isMessages(value: unknown): value is readonly VisitedMessage[] {
  return isItems(value) && value.every(({ parts }) => isItems(parts))
}

/** Something of a list that can be shortened, or go as a whole. */
interface Unit {
  readonly item: Item
  readonly slots: readonly Slot[]
  readonly size: number
}

/** Bytes of a text that is worth its place among the older messages; below, the oldest go whole. */
const LEAST_OF_OTHERS = 256
const LEAST_OF_KEPT = 48
/** The end of a conversation: what is being answered. */
const LAST_MESSAGES = 3
/** Short by nature, and without them the rest says nothing. */
const STRUCTURE = new Set(['type', 'id', 'modality', 'role', 'parts', 'score'])
/** Objects whose own fields are what can be shortened, as the shape asks for the object itself. */
const NESTED = new Set(['server_tool_call', 'server_tool_call_response', 'metadata'])

/**
 * Messages in at most `bytes` bytes of JSON. What is being answered stays longest: instructions, the last question and
 * the end of the conversation have at least half of the room; older messages share the rest, the longest are cut first,
 * and where that leaves next to nothing of each, the oldest go.
 */
export function fitMessages(
  all: readonly VisitedMessage[],
  bytes: number,
  direction: 'input' | 'output',
): readonly unknown[] {
  const keeps = direction === 'output' ? () => true : keptOf(all)
  const others = all
    .filter((_, index) => !keeps(index))
    .map((message) => unit(message, [message, ...message.parts]))
  const kept = all.filter((_, index) => keeps(index))
  const parts = [...kept].toSorted(instructionsLast).flatMap((message) =>
    // The message's own name goes with its first part.
    message.parts.map((part, index) => unit(part, index === 0 ? [message, part] : [part])),
  )

  const dropped = fitUnits(jsonLength(all), others, parts, bytes)
  for (const message of kept) message.parts = message.parts.filter((part) => !dropped.has(part))
  return all.filter((message) => !dropped.has(message))
}

/** Parts, records, documents or tools in at most `bytes` bytes of JSON: the longest are cut, then the last go. */
export function fitItems(all: readonly Item[], bytes: number): readonly unknown[] {
  const units = all.map((item) => unit(item, [item])).toReversed()
  const dropped = fitUnits(jsonLength(all), [], units, bytes)
  return all.filter((item) => !dropped.has(item))
}

/** Cuts what the units hold. @returns what has to go as a whole; the first of each list go first */
function fitUnits(
  total: number,
  others: readonly Unit[],
  kept: readonly Unit[],
  bytes: number,
): ReadonlySet<Item> {
  const keptSlots = kept.flatMap((one) => one.slots)
  const keptSize = sizeOf(keptSlots)
  const room = bytes - (total - keptSize - sumOf(others))
  const level = fairLevel(
    keptSlots.map(({ size }) => size),
    Math.max(room - leastOf(others), Math.floor(room / 2)),
  )
  const keptLevel = Math.max(LEAST_OF_KEPT, level)
  cutSlots(keptSlots, keptLevel)
  const forOthers = room - keptSlots.reduce((sum, { size }) => sum + Math.min(size, keptLevel), 0)

  const otherSlots = others.flatMap((one) => one.slots)
  const otherLevel = fairLevel(
    otherSlots.map(({ size }) => size),
    forOthers - (sumOf(others) - sizeOf(otherSlots)),
  )
  cutSlots(otherSlots, Math.max(LEAST_OF_OTHERS, otherLevel))
  const dropped = new Set<Item>()
  const over = drop(others, sumOf(others.map(measured)) - forOthers, dropped)
  drop(kept, over, dropped)
  return dropped
}

/** Takes whole units until `over` bytes are saved. @returns what is still too much */
function drop(units: readonly Unit[], over: number, dropped: Set<Item>): number {
  let rest = over
  for (const { item } of units) {
    if (rest <= 0) break
    dropped.add(item)
    rest -= jsonLength(item) + 1
  }
  return rest
}

function keptOf(messages: readonly VisitedMessage[]): (index: number) => boolean {
  const question = messages.findLastIndex(({ role }) => role === 'user')
  return (index) =>
    index === question ||
    index >= messages.length - LAST_MESSAGES ||
    isInstruction(messages[index]?.role)
}

function isInstruction(role: string | undefined): boolean {
  return role === 'system' || role === 'developer'
}

function instructionsLast(a: VisitedMessage, b: VisitedMessage): number {
  return Number(isInstruction(a.role)) - Number(isInstruction(b.role))
}

function unit(item: Item, holders: readonly Item[]): Unit {
  return { item, slots: holders.flatMap(slotsOf), size: jsonLength(item) + 1 }
}

function measured({ item, slots }: Unit): Unit {
  return { item, slots, size: jsonLength(item) + 1 }
}

function sumOf(units: readonly Unit[]): number {
  return units.reduce((sum, { size }) => sum + size, 0)
}

function leastOf(units: readonly Unit[]): number {
  return units.reduce((sum, { size }) => sum + Math.min(size, LEAST_OF_OTHERS), 0)
}

function slotsOf(holder: Item): readonly Slot[] {
  return Object.keys(holder).flatMap((key) => {
    const value = holder[key]
    if (STRUCTURE.has(key) || value === undefined) return []
    if (NESTED.has(key) && typeof value === 'object' && value !== null)
      return slotsOf(value as Item)
    return [{ holder, key, size: jsonLength(value) }]
  })
}
