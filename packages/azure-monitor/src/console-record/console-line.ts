import {
  ATTR_LLMOPS_ERROR_TYPE,
  ATTR_LLMOPS_METADATA_PREFIX,
  ATTR_LLMOPS_OUTPUT_LABEL,
  ATTR_LLMOPS_OUTPUT_VALID,
  ATTR_LLMOPS_OUTPUT_VIOLATION,
} from '@kansoku/core/llmops'
import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

import type { ResourceAttributes } from '../rows/resource-attributes.ts'
import { VOCABULARY } from '../rows/tables.ts'
import { asciiJson } from './ascii-json.ts'
import { type ConsoleRecord, consoleRecord, recordRow } from './console-record.ts'
import { fitContent } from './fit-content.ts'
import type { ResolvedConsoleRecord } from './options.ts'
import { EMPTY, type RequestResponse, requestResponse } from './request-response.ts'

/**
 * The line of a call, without its end. Never longer than asked for: content is cut first, then what the application added,
 * then long values. Numbers and ids stay.
 */
export function consoleLine(
  span: ReadableSpan,
  { content, maxLineBytes }: Pick<ResolvedConsoleRecord, 'content' | 'maxLineBytes'>,
  ofResource: ResourceAttributes,
): string {
  const row = recordRow(span, ofResource, content)
  const line = (of: Attributes, said: RequestResponse): string =>
    asciiJson(consoleRecord(span, of, said))
  const said = content ? requestResponse(row) : EMPTY
  const whole = line(row, said)
  if (whole.length <= maxLineBytes) return whole
  const bytes = bytesOf(said)
  if (bytes === 0) return shortened(span, row, whole, maxLineBytes)

  const bare = line(row, EMPTY)
  // Bytes in the line for one of the content: escapes within escapes, six for a Japanese character.
  const inflation = Math.max(1, (whole.length - bare.length) / bytes)
  const room = (maxLineBytes - bare.length) / inflation
  let fitting = whole
  const fitted = fitContent(row, room, (tried) => {
    fitting = line(tried, requestResponse(tried))
    return fitting.length <= maxLineBytes
  })
  return fitting.length <= maxLineBytes
    ? fitting
    : shortened(span, fitted, line(fitted, EMPTY), maxLineBytes)
}

function bytesOf({ request, response }: RequestResponse): number {
  return Buffer.byteLength(request) + Buffer.byteLength(response)
}

/** From what is missed least. The least that an option can ask for has room for the last. */
const SHORTER: readonly Shortening[] = [
  { length: Infinity, keeps: isVocabulary },
  { length: 128, keeps: isVocabulary },
  { length: 64, keeps: (key, value) => isVocabulary(key) && (!isMetadata(key) || isNumber(value)) },
  { length: 64, keeps: (key) => isVocabulary(key) && !isMetadata(key) },
  { length: 64, keeps: (key) => ESSENTIAL.has(key) },
  // Six bytes a character of Japanese, twice where a field has it, too.
  { length: 32, keeps: (key) => ESSENTIAL.has(key) },
]

interface Shortening {
  readonly length: number
  readonly keeps: (key: string, value: unknown) => boolean
}

/** What `LLMCalls` needs to see a call, and whether it was right. */
const ESSENTIAL: ReadonlySet<string> = new Set([
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_LLMOPS_OUTPUT_LABEL,
  ATTR_LLMOPS_OUTPUT_VALID,
  ATTR_LLMOPS_OUTPUT_VIOLATION,
  ATTR_LLMOPS_ERROR_TYPE,
])

function shortened(
  span: ReadableSpan,
  row: Attributes,
  line: string,
  maxLineBytes: number,
): string {
  if (line.length <= maxLineBytes) return line
  const record = consoleRecord(span, row, EMPTY)
  let shorter = line
  for (const shortening of SHORTER) {
    shorter = asciiJson(shorten(record, shortening))
    if (shorter.length <= maxLineBytes) break
  }
  return shorter
}

function shorten(record: ConsoleRecord, { keeps, length }: Shortening): ConsoleRecord {
  const { otel, ...own } = record.metadata
  const kept = <Value>(
    entries: Readonly<Record<string, Value>>,
    prefix: string,
  ): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([key, value]) =>
        keeps(prefix + key, value) ? [[key, cut(value, length)] as const] : [],
      ),
    )
  return {
    ...record,
    prompt_type: cut(record.prompt_type, length),
    prompt_version: cut(record.prompt_version, length),
    deployment_name: cut(record.deployment_name, length),
    metadata: {
      ...kept(own, ATTR_LLMOPS_METADATA_PREFIX),
      otel: {
        ...otel,
        service: cut(otel.service, length),
        properties: kept(otel.properties, ''),
        cut: true,
      },
    },
  }
}

/** Between code points: a half of a pair would be no character for whoever reads it. */
function cut<Value>(value: Value, length: number): Value {
  if (typeof value !== 'string' || value.length <= length) return value
  return `${value.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…` as Value
}

function isVocabulary(key: string): boolean {
  return VOCABULARY.some((prefix) => key.startsWith(prefix))
}

/** The application's own, of which there may be sixteen kilobytes. */
function isMetadata(key: string): boolean {
  return key.startsWith(ATTR_LLMOPS_METADATA_PREFIX)
}

function isNumber(value: unknown): boolean {
  return value !== '' && Number.isFinite(Number(value))
}
