import { type OutputContract, shortLabel } from '../contract.ts'
import { judgeJson, labelAt } from '../json-contract.ts'
import { schemaAccepts } from './accepts.ts'
import { resolved } from './reference.ts'

/** What `jsonSchema` is told beside its schema. */
export interface JsonSchemaOptions {
  /**
   * Field whose value is the label, as with `json`.
   *
   * @defaultValue the only field at the top whose schema is an `enum` of texts, where there is exactly one; of that only
   * the values that it lists become labels
   */
  readonly label?: string | undefined
  /** The contract as text, recorded with each call. @defaultValue `json_schema` */
  readonly description?: string | undefined
}

/**
 * The output must be JSON that satisfies a JSON Schema, given as an object: what `response_format` and `text.format`
 * take. Understood are the words of structured outputs (`type`, `enum`, `const`, `properties`, `required`,
 * `additionalProperties`, `items`, `anyOf`, `$ref`, limits of numbers, lengths and lists …); where another word decides,
 * there is no verdict. `format` is an annotation, as the specification has it.
 *
 * @example
 * ```ts
 * jsonSchema({ type: 'object', properties: { decision: { enum: ['Yes', 'No'] } }, required: ['decision'] })
 * ```
 */
export function jsonSchema(schema: unknown, options: JsonSchemaOptions = {}): OutputContract {
  const choice = options.label === undefined ? onlyChoice(schema) : undefined
  const path = options.label?.split('.')
  return {
    description: options.description ?? 'json_schema',
    labels: choice?.values ?? [],
    judge: (output) =>
      judgeJson(
        output,
        (value) => schemaAccepts(schema, value),
        (value) => (choice ? chosen(value, choice) : labelAt(value, path)),
      ),
  }
}

interface Choice {
  readonly field: string
  readonly values: readonly string[]
}

function chosen(value: unknown, { field, values }: Choice): string | undefined {
  const label = labelAt(value, [field])
  return label !== undefined && values.includes(label) ? label : undefined
}

function onlyChoice(schema: unknown): Choice | undefined {
  const choices = Object.entries(fields(fields(schema)['properties'])).flatMap(([field, inner]) => {
    const own = fields(inner)
    const all: unknown = fields('$ref' in own ? resolved(own['$ref'], schema) : own)['enum']
    const isChoice = Array.isArray(all) && all.length > 0 && all.every(isLabel)
    return isChoice ? [{ field, values: all }] : []
  })
  return choices.length === 1 ? choices[0] : undefined
}

/** As it would be recorded. */
function isLabel(value: unknown): value is string {
  return typeof value === 'string' && shortLabel(value) === value
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
