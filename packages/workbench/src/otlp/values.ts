import type { Attributes, AttributeValue } from '@opentelemetry/api'

import type { AnyValue, KeyValue } from './messages.ts'

/** A value of any type as JavaScript has it. Whole numbers beyond 2^53 stay text: half a number would be a wrong one. */
export function valueOf(value: AnyValue | undefined): unknown {
  if (value === undefined) return undefined
  const { arrayValue, boolValue, bytesValue, doubleValue, intValue, kvlistValue, stringValue } =
    value
  if (intValue !== undefined) {
    const number = Number(intValue)
    return Number.isSafeInteger(number) ? number : intValue
  }
  if (arrayValue !== undefined) return arrayValue.values.map(valueOf)
  if (kvlistValue !== undefined) return recordOf(kvlistValue.values)
  return stringValue ?? boolValue ?? doubleValue ?? bytesValue
}

/** Attributes with values of any type, as log records have them. */
export function recordOf(pairs: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.flatMap(({ key, value }) => (key === undefined ? [] : [[key, valueOf(value)]])),
  )
}

/** Attributes as spans, points and resources have them: what is not flat is JSON, as messages are on our own spans. */
export function flatRecordOf(pairs: readonly KeyValue[]): Attributes {
  return Object.fromEntries(
    Object.entries(recordOf(pairs)).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, isFlat(value) ? value : JSON.stringify(value)]],
    ),
  )
}

const SINGLE: ReadonlySet<string> = new Set(['string', 'number', 'boolean'])

/** A single value, or an array of them that are of one type. */
function isFlat(value: unknown): value is AttributeValue {
  const [type = 'string', ...others] = new Set([value].flat().map((each) => typeof each))
  return SINGLE.has(type) && others.length === 0
}

/** Seconds and nanoseconds since 1970. */
export type HrTime = [seconds: number, nanos: number]

const NANOS = 1_000_000_000n

/** @returns undefined where there is no time, which is 0 in OTLP */
export function timeOf(unixNano: string | undefined): HrTime | undefined {
  const nanos = BigInt(unixNano ?? 0)
  return nanos <= 0n ? undefined : [Number(nanos / NANOS), Number(nanos % NANOS)]
}

export function durationOf(start: string, end: string): HrTime {
  const nanos = BigInt(end) - BigInt(start)
  // Clocks may be set back between the two.
  return nanos <= 0n ? [0, 0] : [Number(nanos / NANOS), Number(nanos % NANOS)]
}

/** Of so many bytes, and not of zeroes only, which are no id. */
export function isId(id: string | undefined, bytes: number): id is string {
  return id !== undefined && id.length === bytes * 2 && /[^0]/.test(id)
}
