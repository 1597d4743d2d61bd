import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { oneOf } from '../contracts/one-of.ts'
import { callContextAttributes, callContextOf } from './call-context.ts'
import { definePrompt } from './define-prompt.ts'
import { withConversation, withMetadata, withPrompt } from './with-context.ts'

const carried = () => callContextAttributes(callContextOf())
const filledIn = () => callContextOf().prompt?.variables
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => {
  context.disable()
})

describe('definePrompt', () => {
  const prompt = definePrompt({ name: 'search_decision', version: 3, output: oneOf('Yes', 'No') })

  it('gives name, version, conversation and metadata to what runs inside', () => {
    expect(
      prompt.run(
        { conversationId: '会話-1', metadata: { turn: 2, tags: ['a'], skipped: undefined } },
        carried,
      ),
    ).toEqual({
      'gen_ai.prompt.name': 'search_decision',
      'gen_ai.prompt.version': '3',
      'gen_ai.conversation.id': '会話-1',
      'llmops.metadata.turn': 2,
      'llmops.metadata.tags': '["a"]',
    })
  })

  it('returns what the function returns, untouched', () => {
    const promise = Promise.resolve(1)
    expect(prompt.run(() => promise)).toBe(promise)
  })

  it('lets a throw through and leaves nothing outside', () => {
    const error = new Error('mine')
    expect(() =>
      prompt.run(() => {
        throw error
      }),
    ).toThrow(error)
    expect(carried()).toEqual({})
  })

  it('keeps interleaved calls apart, across awaits and timers', async () => {
    const seen = await Promise.all(
      Array.from({ length: 500 }, (_, turn) =>
        prompt.run({ metadata: { turn } }, async () => {
          await pause(turn % 7)
          const before = carried()
          await withMetadata({ inner: turn }, () => pause(turn % 3))
          return [before, carried()]
        }),
      ),
    )
    for (const [turn, pair] of seen.entries()) {
      const expected = {
        'gen_ai.prompt.name': 'search_decision',
        'gen_ai.prompt.version': '3',
        'llmops.metadata.turn': turn,
      }
      expect(pair).toEqual([expected, expected])
    }
  })

  it('lets the inner prompt and conversation win, and merges metadata', () => {
    const inner = withConversation('outer', () =>
      withMetadata({ turn: 1, user: 'x' }, () =>
        prompt.run({ metadata: { turn: 2 } }, () =>
          withPrompt({ name: 'answer', version: 'v2' }, () => withConversation('inner', carried)),
        ),
      ),
    )
    expect(inner).toEqual({
      'gen_ai.prompt.name': 'answer',
      'gen_ai.prompt.version': 'v2',
      'gen_ai.conversation.id': 'inner',
      'llmops.metadata.turn': 2,
      'llmops.metadata.user': 'x',
    })
  })

  it('keeps the variables of a template with their own prompt, as they were when it ran', () => {
    const variables = { question: 'q', turn: 1 }
    prompt.run({ variables }, () => {
      variables.turn = 2
      expect(filledIn()).toEqual({ question: 'q', turn: 1 })
      expect(withMetadata({ a: 1 }, filledIn)).toEqual({ question: 'q', turn: 1 })
      expect(prompt.run(filledIn)).toBeUndefined()
      expect(withPrompt({ name: 'answer', version: 1 }, filledIn)).toBeUndefined()
    })
    expect(prompt.run({ variables }, carried)).toEqual({
      'gen_ai.prompt.name': 'search_decision',
      'gen_ai.prompt.version': '3',
    })
  })

  it('takes undefined for what is not known', () => {
    const unknown = { conversationId: undefined, metadata: undefined, variables: undefined }
    expect(prompt.run(unknown, carried)).toEqual(prompt.run(carried))
  })

  it('runs the function even where what it is told cannot be read', () => {
    expect(prompt.run(null as never, () => 1)).toBe(1)
  })

  it.each([
    { name: '', version: 1, message: 'name must be' },
    { name: 'a b', version: 1, message: 'name must be' },
    { name: 'x'.repeat(101), version: 1, message: 'name must be' },
    { name: 'ok', version: 1.5, message: 'definePrompt(): version of ok must be' },
    { name: 'ok', version: -1, message: 'definePrompt(): version of ok must be' },
    { name: 'ok', version: '', message: 'definePrompt(): version of ok must be' },
  ])('refuses name $name with version $version', ({ name, version, message }) => {
    expect(() => definePrompt({ name, version })).toThrow(message)
  })
})

describe('withPrompt', () => {
  it('takes a reference, and an inner prompt ends the outer one', () => {
    const output = oneOf('Yes', 'No')
    const seen = withPrompt({ name: 'search_decision', version: 3, output }, () => [
      callContextOf().prompt,
      withPrompt({ name: 'answer', version: '2026-11' }, () => callContextOf().prompt),
    ])
    expect(seen).toEqual([
      { name: 'search_decision', version: 3, output },
      { name: 'answer', version: '2026-11' },
    ])
  })

  it.each([
    { name: 'a prompt', version: 1 },
    { name: 'answer', version: undefined },
    undefined,
    null,
    'answer',
  ])('runs without a prompt, not under the outer one, given %j', (prompt) => {
    const outer = definePrompt({ name: 'outer', version: 1, output: oneOf('Yes') })
    const inner = () => withPrompt(prompt as never, () => [carried(), callContextOf().prompt])
    expect(outer.run({ metadata: { turn: 1 } }, inner)).toEqual([
      { 'llmops.metadata.turn': 1 },
      undefined,
    ])
  })
})

describe('what a run is told', () => {
  const prompt = definePrompt({ name: 'answer', version: 2 })
  it('costs only itself where it cannot be read', () => {
    const variables = Object.defineProperty({}, 'question', {
      enumerable: true,
      get: () => {
        throw new Error('mine')
      },
    })
    prompt.run({ variables, metadata: { turn: 1 } }, () => {
      expect(callContextOf()).toEqual({
        prompt: { name: 'answer', version: 2 },
        metadata: { 'llmops.metadata.turn': 1 },
      })
    })
    prompt.run(undefined as never, () => {
      expect(callContextOf().prompt?.name).toBe('answer')
    })
  })

  it('is no conversation where the id is none, neither the outer one', () => {
    withConversation('outer', () => {
      for (const id of ['', 42, 'c'.repeat(257)])
        withConversation(id as never, () => expect(callContextOf().conversationId).toBeUndefined())
      withConversation(undefined as never, () => {
        expect(callContextOf().conversationId).toBe('outer')
      })
    })
  })
})
