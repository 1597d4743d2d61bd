import type { Answer, StreamFold } from '../call/answer.ts'
import { chatStreamResponse, foldChatChunk, startChatStream } from '../chat/chunks.ts'
import { chatResponse } from '../chat/response.ts'
import { fields, list } from '../reading/wire.ts'

/** A completion differs from a chat completion only in where a choice has its text. */
export function completionsResponse(body: unknown, provider: string): Answer {
  return chatResponse(withChoices(body, 'message'), provider)
}

export function completionsStream(provider: string, keepsText: boolean): StreamFold {
  const stream = startChatStream(keepsText)
  return {
    add: (chunk) => foldChatChunk(stream, withChoices(chunk, 'delta')),
    response: () => chatStreamResponse(stream, provider),
  }
}

/** The same answer, copied as far as it is read, with the texts where chat completions have them. */
function withChoices(body: unknown, key: 'message' | 'delta'): unknown {
  const completion = fields(body)
  const choices = list(completion['choices']).map((choice) => {
    const { finish_reason, index, text } = fields(choice)
    return { finish_reason, index, [key]: { content: text } }
  })
  return { ...completion, choices }
}
