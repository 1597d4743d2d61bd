import { jsonSchema, type OutputContract } from '@kansoku/core'

/** A structured output that a request asks for. */
export interface OutputFormat {
  readonly type: 'json_object' | 'json_schema'
  /** A JSON Schema; `true` where any JSON will do. */
  readonly schema: unknown
}

export function outputFormat(type: unknown, schema: unknown): OutputFormat | undefined {
  if (type === 'json_object') return { type, schema: true }
  return type === 'json_schema' ? { type, schema: schema ?? true } : undefined
}

/** What contracts are inferred by. */
export interface InferredBy {
  /** The field whose value is the label. */
  readonly label?: string
}

/**
 * The contract that a request makes itself. Its description is the format's type alone: name and schema are the
 * application's words. The schema is read when the call ends, and not copied before.
 */
export function inferred(
  format: OutputFormat | undefined,
  { label }: InferredBy,
): OutputContract | undefined {
  if (format === undefined) return undefined
  const { schema, type } = format
  const contract = jsonSchema(schema, { description: type, ...(label !== undefined && { label }) })
  return {
    ...contract,
    // The format is for the text. Where the request offers tools, asking for one is no wrong answer.
    judge: (output) =>
      output.toolCalls !== undefined && output.toolCalls.length > 0
        ? undefined
        : contract.judge(output),
  }
}
