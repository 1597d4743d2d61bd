import { fields, list, type Wire } from '../reading/wire.ts'

/**
 * The arguments of a call with the usage of its stream asked for, on a copy of its parameters. Nothing where it is no
 * stream, where the application says itself what it wants, or where a copy could be sent otherwise than the original.
 */
export function askForUsage(args: readonly unknown[]): readonly unknown[] | undefined {
  const [body, options] = args
  if (!isPlain(body) || body['stream'] !== true) return undefined
  const streamOptions = body['stream_options'] ?? {}
  if (!isPlain(streamOptions) || streamOptions['include_usage'] !== undefined) return undefined
  // Request options can bring a body of their own, which the client prefers.
  if ('body' in fields(options)) return undefined
  const asking = { ...body, stream_options: { ...streamOptions, include_usage: true } }
  return [asking, ...args.slice(1)]
}

/**
 * Whether a chunk is there only because we asked: no choice, and the usage. Of the others goes the `usage: null` that
 * OpenAI sends with every chunk of such a stream, and with no chunk of one that nobody asked for usage.
 */
export function hideUsage(chunk: unknown): boolean {
  const { choices, prompt_filter_results, usage } = fields(chunk)
  if (usage === null) delete (chunk as { usage?: unknown }).usage
  const tellsUsage = typeof usage === 'object' && usage !== null
  // Azure's verdicts on the prompt come in a chunk without choices, too, whether usage was asked for or not.
  return (
    tellsUsage &&
    Array.isArray(choices) &&
    choices.length === 0 &&
    list(prompt_filter_results).length === 0
  )
}

/** What spreading copies whole: no class, no `toJSON`. */
function isPlain(value: unknown): value is Wire {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value)
}
