import { AsyncResource } from 'node:async_hooks'
import { EventEmitter, once } from 'node:events'
import { Readable } from 'node:stream'

import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { callContextAttributes, callContextOf } from './call-context.ts'
import { definePrompt } from './define-prompt.ts'
import { withConversation, withMetadata } from './with-context.ts'

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => {
  context.disable()
})

const carried = () => callContextAttributes(callContextOf())
const turn = () => carried()['llmops.metadata.turn']
const name = () => carried()['gen_ai.prompt.name']

/** Ways to let the others run and to come back. */
const WAYS = {
  microtask: () => Promise.resolve(),
  queued: () => new Promise<void>(queueMicrotask),
  tick: () => new Promise<void>((resolve) => process.nextTick(resolve)),
  immediate: () => new Promise<void>((resolve) => void setImmediate(resolve)),
  timer: () => new Promise<void>((resolve) => void setTimeout(resolve, 1)),
  event: async () => {
    const emitter = new EventEmitter()
    setImmediate(() => emitter.emit('done'))
    await once(emitter, 'done')
  },
  stream: async () => {
    for await (const _ of Readable.from(['a', 'b']));
  },
  failure: () => Promise.reject(new Error('mine')).catch(() => undefined),
} satisfies Record<string, () => Promise<unknown>>

type Way = keyof typeof WAYS

/** A tree of nested scopes; each waits before and between its children. */
interface Scope {
  readonly id: string
  readonly ways: readonly Way[]
  readonly children: readonly Scope[]
}

const { scope } = fc.letrec<{ scope: Scope }>((tie) => ({
  scope: fc.record({
    id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    ways: fc.array(fc.constantFrom(...(Object.keys(WAYS) as Way[])), { maxLength: 3 }),
    children: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'scope' },
      fc.constant([]),
      fc.array(tie('scope'), { maxLength: 3 }),
    ),
  }),
}))

async function wait(ways: readonly Way[]): Promise<void> {
  for (const way of ways) await WAYS[way]() // oxlint-disable-line no-await-in-loop -- one after the other is the point
}

/** Runs the scopes at once and says, for each, whether it saw its own context before and after the others ran. */
async function intact(scopes: readonly Scope[], depth: number): Promise<boolean[]> {
  const seen = await Promise.all(
    scopes.map(({ id, ways, children }) =>
      withConversation(id, () =>
        withMetadata({ depth, [`at${depth}`]: id }, async () => {
          const isMine = (): boolean => {
            const attributes = carried()
            return (
              attributes['gen_ai.conversation.id'] === id &&
              attributes['llmops.metadata.depth'] === depth &&
              attributes[`llmops.metadata.at${depth}`] === id
            )
          }
          const before = isMine()
          await wait(ways)
          const between = isMine()
          const inner = await intact(children, depth + 1)
          return [before, between, ...inner, isMine()]
        }),
      ),
    ),
  )
  return seen.flat()
}

it('keeps every scope apart, however they nest, wait and interleave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(scope, { minLength: 1, maxLength: 20 }), async (scopes) => {
      expect((await intact(scopes, 0)).every(Boolean)).toBe(true)
      expect(carried()).toEqual({})
    }),
    { numRuns: 100 },
  )
})

describe('five thousand prompts at once', () => {
  const prompt = definePrompt({ name: 'p', version: 1 })

  it('keep their own turn across a random wait', async () => {
    const ways = Object.keys(WAYS) as Way[]
    const turns = await Promise.all(
      Array.from({ length: 5000 }, (_, index) =>
        prompt.run({ metadata: { turn: index } }, async () => {
          await wait([ways[index % ways.length] as Way, ways[(index * 7) % ways.length] as Way])
          return turn()
        }),
      ),
    )
    expect(turns).toEqual(Array.from({ length: 5000 }, (_, index) => index))
  })
})

describe('what is started in a prompt', () => {
  const one = definePrompt({ name: 'one', version: 1 })
  const two = definePrompt({ name: 'two', version: 1 })

  it('sees it in the handler of an event that is emitted in it, wherever the handler was made', () => {
    const emitter = new EventEmitter()
    const seen: unknown[] = []
    one.run(() => emitter.on('call', () => seen.push(name())))
    two.run(() => emitter.emit('call'))
    emitter.emit('call')
    expect(seen).toEqual(['two', undefined])
  })

  it('sees it in a function that is bound to it, wherever that is called', () => {
    const bound = one.run(() => AsyncResource.bind(() => name()))
    const held = one.run(() => context.bind(context.active(), () => name()))
    expect([bound(), held(), two.run(() => bound()), name()]).toEqual([
      'one',
      'one',
      'one',
      undefined,
    ])
  })

  it('sees it in a stream that is read after it is over', async () => {
    const stream = one.run(
      () =>
        new ReadableStream({
          async start(controller) {
            await WAYS.timer()
            controller.enqueue(name())
            controller.close()
          },
        }),
    )
    const seen = await two.run(async () => {
      const values: unknown[] = []
      for await (const value of stream) values.push(value, name())
      return values
    })
    expect(seen).toEqual(['one', 'two'])
  })

  it('sees its reader in a generator: its body runs where it is read', async () => {
    const generator = one.run(async function* body() {
      yield name()
    })
    expect(await two.run(() => generator.next())).toEqual({ done: false, value: 'two' })
  })

  it('sees it in a timer that fires after it is over, and not in one that was there before', async () => {
    const seen: unknown[] = []
    const fired = [
      new Promise<void>((resolve) => void setTimeout(() => resolve(void seen.push(name())), 1)),
      one.run(
        () =>
          new Promise<void>((resolve) => void setTimeout(() => resolve(void seen.push(name())), 5)),
      ),
    ]
    await Promise.all(fired)
    expect(seen).toEqual([undefined, 'one'])
  })
})
