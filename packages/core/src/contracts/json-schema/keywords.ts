import { machineOf } from '../pattern/machine.ts'
import { find, type Machine } from '../pattern/run.ts'
import { resolved } from './reference.ts'

/** Whether a value is right; `undefined` where that cannot be told. */
export type Answer = boolean | undefined

export interface Scope {
  readonly root: unknown
  /** The schema that the word stands in: some words look at others. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly check: (schema: unknown, value: unknown) => Answer
  /** What takes longer than one look says so first; `false` where there is no time left. */
  readonly spend: (steps: number) => boolean
}

type Keyword = (rule: unknown, value: unknown, scope: Scope) => Answer
type Fields = Readonly<Record<string, unknown>>

export const KEYWORDS: Readonly<Record<string, Keyword>> = {
  properties: onObject((rule, value, { check }) =>
    isFields(rule)
      ? every(Object.keys(rule), (key) =>
          Object.hasOwn(value, key) ? check(rule[key], value[key]) : true,
        )
      : undefined,
  ),
  required: onObject((rule, value) =>
    isList(rule)
      ? every(rule, (key) => (typeof key === 'string' ? Object.hasOwn(value, key) : undefined))
      : undefined,
  ),
  additionalProperties: onObject((rule, value, { check, schema }) => {
    const named = isFields(schema['properties']) ? schema['properties'] : {}
    const others = Object.keys(value).filter((key) => !Object.hasOwn(named, key))
    return every(others, (key) => check(rule, value[key]))
  }),
  propertyNames: onObject((rule, value, { check }) =>
    every(Object.keys(value), (key) => check(rule, key)),
  ),
  minProperties: onObject((rule, value) => atLeast(rule, Object.keys(value).length)),
  maxProperties: onObject((rule, value) => atMost(rule, Object.keys(value).length)),

  // A list of schemas is draft 7's way to write `prefixItems`.
  items: onList((rule, value, { check, schema }) => {
    const before = isList(schema['prefixItems']) ? schema['prefixItems'].length : 0
    return isList(rule) ? undefined : every(value.slice(before), (item) => check(rule, item))
  }),
  prefixItems: onList((rule, value, { check }) =>
    isList(rule)
      ? every(value.slice(0, rule.length), (item, index) => check(rule[index], item))
      : undefined,
  ),
  minItems: onList((rule, value) => atLeast(rule, value.length)),
  maxItems: onList((rule, value) => atMost(rule, value.length)),

  minLength: onText((rule, value) => atLeast(rule, codePoints(value))),
  maxLength: onText((rule, value) => atMost(rule, codePoints(value))),
  pattern: onText(found),

  minimum: onNumber((rule, value) => atLeast(rule, value)),
  maximum: onNumber((rule, value) => atMost(rule, value)),
  // Draft 4 has booleans here.
  exclusiveMinimum: onNumber((rule, value) => (isNumber(rule) ? value > rule : undefined)),
  exclusiveMaximum: onNumber((rule, value) => (isNumber(rule) ? value < rule : undefined)),
  // Fractions have no exact remainder.
  multipleOf: onNumber((rule, value) =>
    Number.isSafeInteger(rule) && Number.isSafeInteger(value)
      ? value % (rule as number) === 0
      : undefined,
  ),

  type: (rule, value) =>
    some(isList(rule) ? rule : [rule], (name) =>
      typeof name === 'string' && Object.hasOwn(TYPES, name)
        ? TYPES[name as keyof typeof TYPES](value)
        : undefined,
    ),
  enum: (rule, value) => (isList(rule) ? some(rule, (one) => same(one, value)) : undefined),
  const: (rule, value) => same(rule, value),
  anyOf: (rule, value, { check }) =>
    isList(rule) ? some(rule, (schema) => check(schema, value)) : undefined,
  allOf: (rule, value, { check }) =>
    isList(rule) ? every(rule, (schema) => check(schema, value)) : undefined,
  oneOf: (rule, value, { check }) => {
    if (!isList(rule)) return undefined
    const answers = rule.map((schema) => check(schema, value))
    const right = answers.filter((answer) => answer === true).length
    if (right > 1) return false
    return answers.includes(undefined) ? undefined : right === 1
  },
  not: (rule, value, { check }) => {
    const answer = check(rule, value)
    return answer === undefined ? undefined : !answer
  },
  $ref: (rule, value, { check, root }) => {
    const schema = resolved(rule, root)
    return schema === undefined ? undefined : check(schema, value)
  },
}

const TYPES = {
  null: (value: unknown) => value === null,
  boolean: (value: unknown) => typeof value === 'boolean',
  string: (value: unknown) => typeof value === 'string',
  number: isNumber,
  integer: Number.isInteger,
  array: isList,
  object: isFields,
} as const satisfies Readonly<Record<string, (value: unknown) => boolean>>

/** A word says nothing about values of another type than its own. */
function onObject(rule: (rule: unknown, value: Fields, scope: Scope) => Answer): Keyword {
  return (given, value, scope) => {
    if (!isFields(value)) return true
    return scope.spend(Object.keys(value).length / 10) ? rule(given, value, scope) : undefined
  }
}

function onList(rule: (rule: unknown, value: readonly unknown[], scope: Scope) => Answer): Keyword {
  return (given, value, scope) => (isList(value) ? rule(given, value, scope) : true)
}

function onText(rule: (rule: unknown, value: string, scope: Scope) => Answer): Keyword {
  return (given, value, scope) => {
    if (typeof value !== 'string') return true
    return scope.spend(value.length / 50) ? rule(given, value, scope) : undefined
  }
}

function onNumber(rule: (rule: unknown, value: number) => Answer): Keyword {
  return (given, value) => (isNumber(value) ? rule(given, value) : true)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

function atLeast(rule: unknown, value: number): Answer {
  return isNumber(rule) ? value >= rule : undefined
}

function atMost(rule: unknown, value: number): Answer {
  return isNumber(rule) ? value <= rule : undefined
}

/** Lengths are told in characters, not in UTF-16 units. */
function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** Objects and lists are not compared: that could take long, and nobody has them as values to choose from. */
function same(a: unknown, b: unknown): Answer {
  const structured = typeof a === 'object' && a !== null
  return structured && typeof b === 'object' && b !== null ? undefined : a === b
}

function found(pattern: unknown, text: string, { spend }: Scope): Answer {
  const machine = typeof pattern === 'string' ? machineFor(pattern) : undefined
  if (machine === undefined || !spend((text.length * machine.steps.length) / 100)) return undefined
  const match = find(machine, text)
  return match === 'too_long' ? undefined : match !== undefined
}

/** An application has a handful of schemas, and asks for each of them many times. */
const MAX_KNOWN = 200
const known = new Map<string, Machine | undefined>()

function machineFor(pattern: string): Machine | undefined {
  if (known.has(pattern)) return known.get(pattern)
  if (known.size >= MAX_KNOWN) known.clear()
  const machine = linear(pattern)
  known.set(pattern, machine)
  return machine
}

function linear(pattern: string): Machine | undefined {
  try {
    return machineOf(new RegExp(pattern, 'u'))
  } catch {
    // No pattern of JavaScript, or none that takes linear time.
    return undefined
  }
}

/** False wins at once, then what cannot be told. */
function every<T>(all: readonly T[], check: (one: T, index: number) => Answer): Answer {
  let unknown = false
  for (const [index, one] of all.entries()) {
    const answer = check(one, index)
    if (answer === false) return false
    if (answer === undefined) unknown = true
  }
  return unknown ? undefined : true
}

function some<T>(all: readonly T[], check: (one: T) => Answer): Answer {
  const none = every(all, (one) => {
    const answer = check(one)
    return answer === undefined ? undefined : !answer
  })
  return none === undefined ? undefined : !none
}
