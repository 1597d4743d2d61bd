/** Why one telemetry item cannot be stored. The text goes back to the sender, so it names fields and types, never values. */
export class FieldProblem extends Error {}

/** Reads one JSON value at a place in the envelope, or throws a {@link FieldProblem}. */
export type Field<T> = (value: unknown, at: string) => T

/** The value that a field gives. */
export type FieldValue<F> = F extends Field<infer T> ? T : never

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function wrongType(value: unknown, at: string, wanted: string): FieldProblem {
  if (value === undefined || value === null) return new FieldProblem(`${at} is missing (${wanted})`)
  return new FieldProblem(`${at} must be ${wanted}, not ${typeName(value)}`)
}

/** A string of at most `max` UTF-16 units, as the service counts them. */
export function text(max: number): Field<string> {
  return (value, at) => {
    if (typeof value !== 'string') throw wrongType(value, at, 'a string')
    if (value.length > max) {
      throw new FieldProblem(`${at} is too long: ${value.length} characters, at most ${max}`)
    }
    return value
  }
}

/** A required string that may not be empty. */
export function nonEmptyText(max: number): Field<string> {
  const read = text(max)
  return (value, at) => {
    const found = read(value, at)
    if (found === '') throw new FieldProblem(`${at} is empty`)
    return found
  }
}

export function flag(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw wrongType(value, at, 'a boolean')
  return value
}

/** JSON has no NaN or Infinity, but `1e999` reads as Infinity. */
export function finiteNumber(value: unknown, at: string): number {
  if (typeof value !== 'number') throw wrongType(value, at, 'a number')
  if (!Number.isFinite(value)) throw new FieldProblem(`${at} is beyond the range of numbers`)
  return value
}

/** Not sent and `null` mean the same. */
export function optional<T, D>(field: Field<T>, fallback: D): Field<T | D> {
  return (value, at) => (value === undefined || value === null ? fallback : field(value, at))
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(value, at, 'an object')
  }
  return value as Record<string, unknown>
}

/** An object with known fields; others are ignored, as the service ignores them. */
export function object<S extends Readonly<Record<string, Field<unknown>>>>(
  shape: S,
): Field<{ [K in keyof S]: FieldValue<S[K]> }> {
  const fields = Object.entries(shape)
  return (value, at) => {
    const given = record(value, at)
    const read: Record<string, unknown> = {}
    for (const [name, field] of fields) read[name] = field(given[name], `${at}.${name}`)
    return read as { [K in keyof S]: FieldValue<S[K]> }
  }
}

/** An object used as a map; entries that are `null` are left out. */
export function dictionary<T>(field: Field<T>): Field<Readonly<Record<string, T>>> {
  return (value, at) =>
    Object.fromEntries(
      Object.entries(record(value, at))
        .filter(([, entry]) => entry !== null)
        .map(([name, entry]) => [name, field(entry, `${at}['${name.slice(0, 150)}']`)]),
    )
}

/** A list with at least one entry. */
export function list<T>(field: Field<T>): Field<[T, ...T[]]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrongType(value, at, 'an array')
    const read = value.map((entry, index) => field(entry, `${at}[${index}]`))
    const [first, ...rest] = read
    if (first === undefined) throw new FieldProblem(`${at} is empty`)
    return [first, ...rest]
  }
}
