import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { callContextAttributes, callContextOf } from './call-context.ts'
import { withConversation, withMetadata } from './with-context.ts'

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => {
  context.disable()
})

/** A tree of nested scopes; each waits some ticks before and between its children. */
interface Scope {
  readonly id: string
  readonly ticks: number
  readonly children: readonly Scope[]
}

const { scope } = fc.letrec<{ scope: Scope }>((tie) => ({
  scope: fc.record({
    id: fc.string({ unit: 'grapheme', maxLength: 8 }),
    ticks: fc.nat(3),
    children: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'scope' },
      fc.constant([]),
      fc.array(tie('scope'), { maxLength: 3 }),
    ),
  }),
}))

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) await Promise.resolve() // oxlint-disable-line no-await-in-loop -- one after the other is the point
}

/** Runs the scopes at once and says, for each, whether it saw its own context before and after the others ran. */
async function intact(scopes: readonly Scope[], depth: number): Promise<boolean[]> {
  const seen = await Promise.all(
    scopes.map(({ id, ticks: pause, children }) =>
      withConversation(id, () =>
        withMetadata({ depth, [`at${depth}`]: id }, async () => {
          const isMine = (): boolean => {
            const attributes = callContextAttributes(callContextOf())
            return (
              attributes['gen_ai.conversation.id'] === id &&
              attributes['llmops.metadata.depth'] === depth &&
              attributes[`llmops.metadata.at${depth}`] === id
            )
          }
          const before = isMine()
          await ticks(pause)
          const inner = await intact(children, depth + 1)
          return [before, ...inner, isMine()]
        }),
      ),
    ),
  )
  return seen.flat()
}

it('keeps every scope apart, however they nest and interleave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(scope, { minLength: 1, maxLength: 20 }), async (scopes) => {
      expect((await intact(scopes, 0)).every(Boolean)).toBe(true)
      expect(callContextAttributes(callContextOf())).toEqual({})
    }),
    { numRuns: 200 },
  )
})
