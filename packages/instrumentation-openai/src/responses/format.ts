import { type OutputFormat, outputFormat } from '../reading/output-format.ts'
import { fields } from '../reading/wire.ts'

/** What `text.format` asks the output to be; nothing where it asks for text. */
export function responsesFormat(body: unknown): OutputFormat | undefined {
  const { schema, type } = fields(fields(fields(body)['text'])['format'])
  return outputFormat(type, schema)
}
