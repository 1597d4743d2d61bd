import type OpenAI from 'openai'
import type { AzureOpenAI } from 'openai'

import type { Major } from '../clients.ts'
import type { Answer, ModelServer } from '../server.ts'

/** What a scenario can use. It looks like application code, and returns what an application could see. */
export interface World {
  readonly OpenAI: typeof OpenAI
  readonly AzureOpenAI: typeof AzureOpenAI
  readonly client: OpenAI
  /** Where a client has `parse`, `stream` and `runTools`: openai 4 keeps them below `beta`. */
  readonly helpers: (client: OpenAI) => OpenAI['chat']['completions']
  readonly server: ModelServer
  /** Collects garbage and lets finalizers run. */
  readonly collect: () => Promise<void>
}

/** How a call's span has to end. */
export interface End {
  readonly finish?: readonly string[]
  readonly error?: string
  /** Input and output tokens; embeddings have only the first. */
  readonly usage?: readonly [number, number | undefined]
}

export interface Scenario {
  readonly name: string
  readonly answers?: readonly Answer[]
  readonly run: (world: World) => Promise<unknown>
  /** One for each logical call, in the order of their ends. */
  readonly ends: readonly End[]
  /** Majors where the client itself ends the calls otherwise. */
  readonly endsOn?: Partial<Record<Major, readonly End[]>>
  /** Majors that have no such thing, and what they lack. */
  readonly lacking?: Partial<Record<Major, string>>
}

interface Params {
  model: string
  messages: { role: 'user'; content: string }[]
}

export const PARAMS: Params = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'canary-prompt' }],
}
export const STREAMED: Params & { stream: true } = { ...PARAMS, stream: true }

/** What an application can see of a value: class, own properties in their order, and the data. */
export function seen(value: unknown): unknown {
  if (value instanceof Error) return seenError(value)
  if (typeof value !== 'object' || value === null) return value ?? String(value)
  return {
    class: value.constructor?.name,
    keys: Reflect.ownKeys(value).map(String),
    enumerable: Object.keys(value),
    data: value instanceof Promise || 'iterator' in value ? undefined : value,
  }
}

export function seenError(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: error }
  const { cause, code, message, name, param, status, type } = error as Error &
    Record<'cause' | 'code' | 'param' | 'status' | 'type', unknown>
  return {
    class: error.constructor.name,
    keys: Reflect.ownKeys(error).map(String),
    message: message.replace(/127\.0\.0\.1:\d+/, 'host'),
    cause: cause instanceof Error ? cause.constructor.name : cause,
    code,
    name,
    param,
    status,
    type,
  }
}

/** The error that the application catches. */
export async function caught(fn: () => unknown): Promise<unknown> {
  try {
    return { value: seen(await fn()) }
  } catch (error) {
    return seenError(error)
  }
}

/** All chunks as the application gets them, and how the loop ended. */
export async function drain(
  stream: AsyncIterable<unknown>,
  onChunk?: (count: number) => void,
): Promise<unknown> {
  const chunks: unknown[] = []
  try {
    for await (const chunk of stream) {
      const count = chunks.push(chunk)
      onChunk?.(count)
    }
    return { chunks }
  } catch (error) {
    return { chunks, error: seenError(error) }
  }
}
