import { type OutputFormat, outputFormat } from '../reading/output-format.ts'
import { fields } from '../reading/wire.ts'

/** What `response_format` asks the output to be; nothing where it asks for text. */
export function chatFormat(body: unknown): OutputFormat | undefined {
  const { json_schema, type } = fields(fields(body)['response_format'])
  return outputFormat(type, fields(json_schema)['schema'])
}
