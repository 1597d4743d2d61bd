import { WireError } from './wire-error.ts'

export interface ChatMessage {
  readonly role: string
  readonly content: string
}

/** What the server uses of a request body. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly stream: boolean
  readonly includeUsage: boolean
}

const ROLES: ReadonlySet<unknown> = new Set(['system', 'developer', 'user', 'assistant'])

/** @throws WireError 400 that names the parameter, as the API does. */
export function parseChatRequest(body: string): ChatRequest {
  const json = parseJson(body)
  const { model, messages, stream = false, stream_options: streamOptions } = json
  if (typeof model !== 'string') throw badRequest('you must provide a model parameter', 'model')
  if (!Array.isArray(messages) || messages.length === 0)
    throw badRequest("'messages' must be a list with at least one message", 'messages')
  if (typeof stream !== 'boolean' && stream !== null)
    throw badRequest("'stream' must be a boolean", 'stream')
  if (streamOptions !== undefined && streamOptions !== null && stream !== true)
    throw badRequest("'stream_options' is only allowed when 'stream' is true", 'stream_options')
  return {
    model,
    messages: messages.map(parseMessage),
    stream: stream === true,
    includeUsage: isObject(streamOptions) && streamOptions['include_usage'] === true,
  }
}

function parseMessage(message: unknown, index: number): ChatMessage {
  const at = `messages[${index}]`
  if (!isObject(message)) throw badRequest(`'${at}' must be an object`, at)
  const { role, content } = message
  if (!ROLES.has(role)) throw badRequest(`'${at}.role' is not a role that this server knows`, at)
  return { role: String(role), content: textOf(content, at) }
}

/** A text, or the text parts of a list. */
function textOf(content: unknown, at: string): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) throw badRequest(`'${at}.content' must be text or a list`, at)
  return content
    .filter((part) => isObject(part) && part['type'] === 'text')
    .map((part) => String((part as { text: unknown }).text))
    .join('')
}

function parseJson(body: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(body)
    if (isObject(json)) return json
  } catch {
    // Reported below, like JSON that is no object.
  }
  throw badRequest('We could not parse the JSON body of your request.', null)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function badRequest(message: string, param: string | null): WireError {
  return new WireError(400, { message, type: 'invalid_request_error', param, code: null })
}
