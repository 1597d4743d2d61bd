import { diag } from '@opentelemetry/api'

import {
  causeOf,
  type ModelOutput,
  type OutputContract,
  shortLabel,
  type Verdict,
} from './contract.ts'
import { embeddedJson, MAX_JSON, parsedJson } from './parsed-json.ts'
import type { StandardSchema } from './standard-schema.ts'

/** What `json` is told beside its schema. */
export interface JsonOptions {
  /**
   * Field of the parsed output whose value is the label: text, a number or a boolean, the first 100 characters of it. Fields
   * inside others by a path with dots: `result.decision`, `steps.0.kind`. The value is recorded without content
   * capture, so name a field that takes few values.
   *
   * @defaultValue no label
   */
  readonly label?: string | undefined
  /** The contract as text, recorded with each call. @defaultValue `json(<vendor>)` */
  readonly description?: string | undefined
}

/**
 * The output must be JSON that the schema accepts; any Standard Schema will do (zod, valibot, arktype …). JSON means
 * what `JSON.parse` takes: of a key that stands twice the last one counts, a byte order mark or a code fence is none.
 * Where the right JSON stands in other text, the violation is `extra_text` and the label is recorded all the same.
 *
 * The schema has to answer at once: one that validates asynchronously, or throws, gives no verdict.
 *
 * @throws TypeError where the schema is none.
 * @see https://standardschema.dev
 * @example
 * ```ts
 * json(z.object({ decision: z.enum(['Yes', 'No']), reason: z.string() }), { label: 'decision' })
 * ```
 */
export function json(schema: StandardSchema, options: JsonOptions = {}): OutputContract {
  const path = options.label?.split('.')
  const accepts = syncValidator('json()', schema)
  return {
    description: options.description ?? `json(${schema['~standard'].vendor})`,
    labels: [],
    judge: (output) => judgeJson(output, accepts, (value) => labelAt(value, path)),
  }
}

/**
 * @param accepts whether the value is right; `undefined` where that cannot be told.
 */
export function judgeJson(
  output: ModelOutput,
  accepts: (value: unknown) => boolean | undefined,
  labelOf: (value: unknown) => string | undefined,
): Verdict | undefined {
  const cause = causeOf(output)
  if (cause !== undefined) return { valid: false, violation: cause }
  if (output.text.length > MAX_JSON) return { valid: false, violation: 'too_long' }
  const parsed = parsedJson(output.text)
  const value = parsed ?? embeddedJson(output.text)
  const accepted = value && accepts(value.value)
  // JSON in other text counts only where it is what was asked for: `[1]` is JSON, too.
  if (value === undefined || (parsed === undefined && accepted !== true))
    return { valid: false, violation: 'not_json' }
  if (accepted === undefined) return undefined
  const label = labelOf(value.value)
  const labelled = label === undefined ? {} : { label }
  if (accepted && parsed) return { valid: true, ...labelled }
  return { valid: false, violation: accepted ? 'extra_text' : 'schema', ...labelled }
}

/** Own fields only, so that no prototype is asked. */
export function labelAt(value: unknown, path: readonly string[] | undefined): string | undefined {
  if (path === undefined) return undefined
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[key]
  }
  const isScalar = typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean'
  return isScalar ? shortLabel(String(at)) : undefined
}

/**
 * @param by the contract's function, for messages
 * @returns whether the schema accepts a value, `undefined` where it does not say so at once.
 */
export function syncValidator(
  by: string,
  schema: StandardSchema,
): (value: unknown) => boolean | undefined {
  if (typeof (schema as Partial<StandardSchema> | null)?.['~standard']?.validate !== 'function')
    throw new TypeError(
      `${by} needs a Standard Schema, as zod from 3.24, valibot from 1.0 and arktype from 2.0 make them; a JSON Schema goes to jsonSchema()`,
    )
  let warned = false
  return (value) => {
    const result = schema['~standard'].validate(value)
    if (!('then' in result)) return result.issues === undefined
    // Nobody waits for it: a rejection of the schema's own must not become the application's.
    result.then(undefined, () => undefined)
    if (!warned) {
      warned = true
      diag.warn(
        `kansoku: a schema of ${schema['~standard'].vendor} validates asynchronously, but outputs are judged when the call ends. They have no verdict: take what is asynchronous out of the contract's schema`,
      )
    }
    return undefined
  }
}
