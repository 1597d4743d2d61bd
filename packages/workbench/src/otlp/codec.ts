import protobuf from 'protobufjs/light.js'

import { bodyText } from '../ingestion/body.ts'
import { HttpProblem } from '../ingestion/http-problem.ts'
import { descriptor, type MessageName } from './descriptor.ts'
import type { Requests } from './messages.ts'

export type Encoding = 'application/x-protobuf' | 'application/json'

const root = protobuf.Root.fromJSON(descriptor)
const typeOf = (name: MessageName): protobuf.Type => root.lookupType(name)

/** The only bytes that JSON has in hexadecimal; others are base64, as in any JSON of protobuf. */
const IDS: ReadonlySet<string> = new Set(['traceId', 'spanId', 'parentSpanId'])

/** @throws HttpProblem 415 */
export function encodingOf(contentType: string | undefined): Encoding {
  const [type] = (contentType ?? '').split(';')
  const name = type?.trim().toLowerCase()
  if (name === 'application/x-protobuf' || name === 'application/json') return name
  throw new HttpProblem(
    415,
    `Content-Type ${(name || 'none').slice(0, 60)} is not OTLP: send application/x-protobuf or application/json`,
  )
}

/**
 * The body of a request, out of either encoding.
 *
 * @throws HttpProblem 400 where it is none
 */
export function decodeRequest<Name extends keyof Requests>(
  name: Name,
  body: Buffer,
  encoding: Encoding,
): Requests[Name] {
  const type = typeOf(name)
  try {
    const message =
      encoding === 'application/json' ? type.fromObject(jsonObject(body)) : type.decode(body)
    const plain = type.toObject(message, { longs: String, bytes: String, arrays: true })
    return withHexIds(plain) as Requests[Name]
  } catch (cause) {
    if (cause instanceof HttpProblem) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HttpProblem(400, `The body is no ${name}: ${reason}`, { cause })
  }
}

/** The bytes of a message in the encoding that its request came in. */
export function encode(
  name: MessageName,
  value: Readonly<Record<string, unknown>>,
  encoding: Encoding,
): Uint8Array {
  if (encoding === 'application/json') return Buffer.from(JSON.stringify(value))
  const type = typeOf(name)
  return type.encode(type.fromObject(value)).finish()
}

function jsonObject(body: Buffer): Record<string, unknown> {
  const value: unknown = JSON.parse(bodyText(body), (key, each: unknown) =>
    IDS.has(key) && typeof each === 'string' ? Buffer.from(each, 'hex').toString('base64') : each,
  )
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HttpProblem(400, 'The body must be an object, such as {"resourceSpans":[…]}')
  return value as Record<string, unknown>
}

/** Of what `toObject` has made, which is nobody else's. */
function withHexIds(value: unknown): unknown {
  if (Array.isArray(value)) for (const each of value) withHexIds(each)
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value))
      if (IDS.has(key) && typeof each === 'string')
        Reflect.set(value, key, Buffer.from(each, 'base64').toString('hex'))
      else withHexIds(each)
  return value
}
