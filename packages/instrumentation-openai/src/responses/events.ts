import type { Answer } from '../call/answer.ts'
import { apiError } from '../reading/api-error.ts'
import { MAX_TEXT, take } from '../reading/kept-text.ts'
import { fields, integer, someText, text, type Wire } from '../reading/wire.ts'
import { cutResponse, responsesResponse } from './response.ts'
import { retrieveResponse } from './retrieve.ts'

/** Items of one answer that are kept at most until its last event. */
const MAX_ITEMS = 10_000

/** An item that is not finished: its pieces so far, by the part that they belong to. */
interface OpenItem {
  readonly added: Wire
  readonly text: Map<number, string>
  refusal: string
  arguments: string
}

/** A stream as far as it was read. One object a call, changed in place: a copy per event would cost more than the event. */
export interface ResponseEvents {
  readonly keepsText: boolean
  room: number
  /** The response as the first event had it: id and model are known from there on. */
  first: Wire | undefined
  /** The response as it stood in the last event that had it. */
  latest: Wire | undefined
  /** The whole response, which the last event carries. */
  final: Wire | undefined
  /** By `output_index`; only for the case that the last event never comes. */
  readonly finished: Map<number, unknown>
  readonly open: Map<number, OpenItem>
  failure: Error | undefined
}

export function startResponseEvents(keepsText: boolean): ResponseEvents {
  return {
    keepsText,
    room: MAX_TEXT,
    first: undefined,
    latest: undefined,
    final: undefined,
    finished: new Map(),
    open: new Map(),
    failure: undefined,
  }
}

const FINAL = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
])

/**
 * Adds one event. Kinds that are not known, and the wire is ahead of the client's types, pass without a word.
 *
 * @returns whether the event carried output: a piece of text, of arguments, of code or of a picture.
 */
export function foldResponseEvent(stream: ResponseEvents, value: unknown): boolean {
  const event = fields(value)
  const type = text(event['type']) ?? ''
  if (type.endsWith('.delta')) {
    if (stream.keepsText) foldDelta(stream, type, event)
    return true
  }
  if (type === 'response.image_generation_call.partial_image') return true
  // Thrown by most versions of the client, as an ordinary event by 5.0 to 7.5.
  if (type === 'error') stream.failure = apiError(event['error'] ?? event)
  const { response } = event
  if (typeof response === 'object' && response !== null) {
    stream.first ??= fields(response)
    stream.latest = fields(response)
    if (FINAL.has(type)) stream.final = fields(response)
  }
  if (stream.keepsText) foldItem(stream, type, event)
  return false
}

function foldItem(stream: ResponseEvents, type: string, event: Wire): void {
  const index = integer(event['output_index'])
  if (index === undefined || stream.finished.size + stream.open.size >= MAX_ITEMS) return
  if (type === 'response.output_item.added')
    stream.open.set(index, {
      added: fields(event['item']),
      text: new Map(),
      refusal: '',
      arguments: '',
    })
  if (type === 'response.output_item.done') {
    stream.open.delete(index)
    stream.finished.set(index, event['item'])
  }
}

function foldDelta(stream: ResponseEvents, type: string, event: Wire): void {
  const item = stream.open.get(integer(event['output_index']) ?? -1)
  const piece = someText(event['delta'])
  if (item === undefined || piece === undefined) return
  const part = integer(event['content_index']) ?? integer(event['summary_index']) ?? 0
  switch (type) {
    case 'response.output_text.delta':
    case 'response.reasoning_text.delta':
    case 'response.reasoning_summary_text.delta':
      item.text.set(part, (item.text.get(part) ?? '') + take(stream, piece))
      break
    case 'response.refusal.delta':
      item.refusal += take(stream, piece)
      break
    case 'response.function_call_arguments.delta':
    case 'response.custom_tool_call_input.delta':
    case 'response.mcp_call_arguments.delta':
      item.arguments += take(stream, piece)
      break
    default:
  }
}

export function responseEventsAnswer(stream: ResponseEvents, provider: string): Answer {
  const answer = stream.final
    ? responsesResponse(stream.final, provider)
    : cutResponse(soFar(stream), provider)
  return stream.failure ? { ...answer, failure: stream.failure } : answer
}

/** Of a fetched response that is not whole, no reason is told: it may still go on. */
export function fetchedEventsAnswer(stream: ResponseEvents, provider: string): Answer {
  const { status } = stream.latest ?? {}
  const response = stream.final ?? { ...soFar(stream), status }
  const answer = retrieveResponse(response, provider)
  return stream.failure ? { ...answer, failure: stream.failure } : answer
}

function soFar(stream: ResponseEvents): Wire {
  const { id, model } = stream.first ?? {}
  const open = [...stream.open].map(([index, item]): [number, unknown] => [index, unfinished(item)])
  const output = [...stream.finished, ...open].toSorted(([a], [b]) => a - b).map(([, item]) => item)
  return { id, model, output }
}

/** What came of an item, in the shape that it would have had. */
function unfinished({ added, arguments: json, refusal, text: pieces }: OpenItem): unknown {
  const texts = [...pieces].toSorted(([a], [b]) => a - b).map(([, piece]) => piece)
  switch (added['type']) {
    case 'message':
      return {
        ...added,
        content: [
          ...texts.map((piece) => ({ type: 'output_text', text: piece })),
          ...(refusal === '' ? [] : [{ type: 'refusal', refusal }]),
        ],
      }
    case 'reasoning':
      return {
        ...added,
        summary: texts.map((piece) => ({ type: 'summary_text', text: piece })),
      }
    case 'custom_tool_call':
      return { ...added, input: json }
    case 'function_call':
    case 'mcp_call':
      return { ...added, arguments: json }
    default:
      return added
  }
}
