import type { InferenceName, InferenceResponse, InputContent } from '@kansoku/core'
import type { Attributes } from '@opentelemetry/api'

import { chatStreamResponse, foldChatChunk, startChatStream } from './chat/chunks.ts'
import { chatInput } from './chat/messages.ts'
import { chatRequestAttributes } from './chat/request.ts'
import { chatResponse } from './chat/response.ts'

/** A streamed answer while it is read. */
export interface StreamFold {
  /** @returns whether the chunk carried output. */
  readonly add: (chunk: unknown) => boolean
  /** The answer as far as it came. */
  readonly response: () => InferenceResponse
}

/** One method of the client, and how its calls are read. All functions are pure but for the fold's own state. */
export interface Endpoint {
  /** The resource class, from `OpenAI` on. */
  readonly onClass: readonly string[]
  /** The same resource on a client. */
  readonly onClient: readonly string[]
  readonly method: string
  readonly operation: InferenceName
  readonly request: (body: unknown, provider: string) => Attributes
  readonly input: (body: unknown) => InputContent
  readonly response: (body: unknown, provider: string) => InferenceResponse
  readonly stream: (provider: string, keepsText: boolean) => StreamFold
}

/**
 * What is traced. Only `create`: `parse`, `stream` and `runTools` of every version go through it,
 * so that patching them as well would make two spans of one call.
 */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    onClass: ['Chat', 'Completions'],
    onClient: ['chat', 'completions'],
    method: 'create',
    operation: 'chat',
    request: chatRequestAttributes,
    input: chatInput,
    response: chatResponse,
    stream: (provider, keepsText) => {
      const stream = startChatStream(keepsText)
      return {
        add: (chunk) => foldChatChunk(stream, chunk),
        response: () => chatStreamResponse(stream, provider),
      }
    },
  },
]
