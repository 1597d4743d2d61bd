import { causeOf, type ModelOutput, type OutputContract, type Verdict } from './contract.ts'
import type { StandardSchema } from './standard-schema.ts'

export interface JsonOptions {
  /** Field of the parsed output whose value is the label; text, numbers and booleans count. @defaultValue no label */
  readonly label?: string
  /** The contract as text, recorded with each call. @defaultValue `json(<vendor>)` */
  readonly description?: string
}

/** Beyond this an output is not parsed: a contract must not hold up the application. In characters. */
const MAX_LENGTH = 1_000_000

/**
 * The output must be JSON that the schema accepts; any Standard Schema will do (zod, valibot, arktype …).
 * A schema that validates asynchronously gives no verdict on the schema, only on the JSON.
 *
 * @see https://standardschema.dev
 * @example
 * ```ts
 * json(z.object({ decision: z.enum(['Yes', 'No']), reason: z.string() }), { label: 'decision' })
 * ```
 */
export function json(schema: StandardSchema, options: JsonOptions = {}): OutputContract {
  return {
    description: options.description ?? `json(${schema['~standard'].vendor})`,
    labels: [],
    judge: (output) => judge(output, schema, options.label),
  }
}

function judge(output: ModelOutput, schema: StandardSchema, field: string | undefined): Verdict {
  const cause = causeOf(output)
  if (cause !== undefined) return { valid: false, violation: cause }
  if (output.text.length > MAX_LENGTH) return { valid: false, violation: 'too_long' }
  const parsed = parse(output.text)
  if (parsed === undefined) return { valid: false, violation: 'not_json' }
  const label = labelIn(parsed.value, field)
  return accepts(schema, parsed.value)
    ? { valid: true, ...label }
    : { valid: false, violation: 'schema', ...label }
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

function accepts(schema: StandardSchema, value: unknown): boolean {
  const result = schema['~standard'].validate(value)
  if (!(result instanceof Promise)) return result.issues === undefined
  // Nobody waits for it: a rejection of the schema's own must not become the application's.
  void result.catch(() => undefined)
  return true
}

function labelIn(value: unknown, field: string | undefined): { readonly label?: string } {
  if (field === undefined || typeof value !== 'object' || value === null) return {}
  const label = Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined
  switch (typeof label) {
    case 'string':
    case 'number':
    case 'boolean':
      return { label: String(label).slice(0, MAX_LABEL) }
    default:
      return {}
  }
}

/** Labels are few and short; a free text in that field must not become one. In characters. */
const MAX_LABEL = 100
