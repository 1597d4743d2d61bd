import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { callContextOf, withoutPrompt } from './call-context.ts'
import { definePrompt } from './define-prompt.ts'

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => context.disable())

describe('a context without its prompt', () => {
  it('keeps conversation and metadata, and leaves the context that it was made of as it is', () => {
    const prompt = definePrompt({ name: 'guide', version: 1 })
    prompt.run({ conversationId: 'c-1', metadata: { turn: 1 } }, () => {
      expect(callContextOf(withoutPrompt(context.active()))).toEqual({
        conversationId: 'c-1',
        metadata: { 'llmops.metadata.turn': 1 },
      })
      expect(callContextOf().prompt).toMatchObject({ name: 'guide' })
    })
  })

  it('is the very same where there is none', () => {
    expect(withoutPrompt(context.active())).toBe(context.active())
  })
})
