import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { context, createContextKey } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { record, type Recorder } from '../testing/record.ts'
import { traceInference } from '../trace-inference.ts'

const options = { provider: 'acme', model: 'm' }

let recorder: Recorder
beforeEach(() => {
  recorder = record()
})
afterEach(() => recorder.stop())

/** How each span ended: its error, or nothing. */
function ends(): unknown[] {
  return recorder.spans().map(({ attributes }) => attributes['error.type'] ?? 'ended')
}

async function turn(): Promise<void> {
  await new Promise((resolve) => void setTimeout(resolve, 0))
}

/** What the process would hear of rejections that nobody handles, while `fn` runs. */
async function rejectionsDuring(fn: () => unknown): Promise<string[]> {
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  const heard: string[] = []
  const unhandled = (reason: unknown): void => void heard.push(`unhandled ${String(reason)}`)
  const handled = (): void => void heard.push('handled late')
  process.on('unhandledRejection', unhandled)
  process.on('rejectionHandled', handled)
  try {
    await fn()
    await turn()
    await turn()
  } finally {
    process.off('unhandledRejection', unhandled)
    process.off('rejectionHandled', handled)
    for (const other of others) process.on('unhandledRejection', other)
  }
  return heard
}

const traced = <R>(result: R): R => traceInference(options, () => result)
const zero = (): Promise<number> => Promise.resolve().then(() => 0)
const boom = new RangeError('boom')
const nothing = (): void => undefined

describe('a promise', () => {
  it('is the one that the function gave, and looks as before', async () => {
    const promise = Promise.resolve(7)
    const given = traced(promise)
    expect(given).toBe(promise)
    expect(given.constructor).toBe(Promise)
    expect(Promise.resolve(given)).toBe(promise)
    expect(Object.keys(given)).toEqual([])
    expect(recorder.open()).toBe(1)
    expect(await given).toBe(7)
    expect(ends()).toEqual(['ended'])
  })

  it('ends the call also where nobody awaits it', async () => {
    void traced(Promise.resolve(7))
    await turn()
    expect(ends()).toEqual(['ended'])
  })

  it('settles in the same turn as without us', async () => {
    const order: string[] = []
    const note = async (name: string, promise: Promise<number>): Promise<void> => {
      await promise
      order.push(name)
    }
    const promises = [zero(), traced(zero()), zero()]
    await Promise.all(promises.map((promise, i) => note(String(i), promise)))
    expect(order).toEqual(['0', '1', '2'])
  })

  const handlings: Record<string, (promise: Promise<unknown>) => unknown> = {
    'await in try': async (promise) => {
      try {
        await promise
      } catch {
        // As the application does.
      }
    },
    catch: (promise) => promise.catch(nothing),
    'then with two handlers': (promise) => promise.then(nothing, nothing),
    'finally and catch': (promise) => promise.finally(nothing).catch(nothing),
    'Promise.all': (promise) => Promise.all([promise, turn()]).catch(nothing),
    'Promise.allSettled': (promise) => Promise.allSettled([promise]),
    'Promise.race': (promise) => Promise.race([promise, turn()]).catch(nothing),
    'an async function that returns it': (promise) => (async () => promise)().catch(nothing),
    'resolve of another': (promise) =>
      new Promise((resolve) => {
        resolve(promise)
      }).catch(nothing),
    'some microtasks later': async (promise) => {
      await Promise.resolve()
      await Promise.resolve()
      await promise.catch(nothing)
    },
    nothing: nothing,
    'finally only': (promise) => void promise.finally(nothing),
    'a turn too late': async (promise) => {
      await turn()
      await promise.catch(nothing)
    },
  }
  it.each(Object.entries(handlings))(
    'that rejects is reported as without us, handled by: %s',
    async (_, handle) => {
      const bare = await rejectionsDuring(() => handle(Promise.reject(boom)))
      const observed = await rejectionsDuring(() => handle(traced(Promise.reject(boom))))
      expect(observed).toEqual(bare)
      expect(ends()).toEqual(['RangeError'])
    },
  )

  it.each(Object.entries(handlings))(
    'that two operations give is reported once, handled by: %s',
    async (_, handle) => {
      const bare = await rejectionsDuring(() => handle(Promise.reject(boom)))
      const observed = await rejectionsDuring(() =>
        handle(traceInference(options, () => traced(Promise.reject(boom)))),
      )
      expect(observed).toEqual(bare)
      expect(ends()).toEqual(['RangeError', 'RangeError'])
    },
  )

  it('that is frozen is left alone, and its call ends at once', async () => {
    const promise = Object.freeze(Promise.resolve(7))
    expect(await traced(promise)).toBe(7)
    expect(ends()).toEqual(['ended'])
  })
})

/** A promise of a library's own: it starts its work when somebody asks, once more for each. */
class Lazy {
  started = 0
  readonly #work: () => Promise<unknown>

  constructor(work: () => Promise<unknown>) {
    this.#work = work
  }

  // oxlint-disable-next-line unicorn/no-thenable -- what it is
  then(onValue?: (value: unknown) => unknown, onError?: (error: unknown) => unknown): unknown {
    this.started += 1
    return this.#work().then(onValue, onError)
  }

  catch(onError?: (error: unknown) => unknown): unknown {
    return this.#work().catch(onError)
  }

  finally(onSettled: () => void): unknown {
    return this.#work().finally(onSettled)
  }

  parse(): Promise<unknown> {
    return this.#work()
  }
}

describe('a thenable of a library', () => {
  it('is not started by us, and started once by one await', async () => {
    const lazy = traced(new Lazy(async () => 7))
    await turn()
    expect(lazy.started).toBe(0)
    expect(await lazy).toBe(7)
    expect(lazy.started).toBe(1)
    expect(ends()).toEqual(['ended'])
  })

  it.each<[string, (lazy: Lazy) => unknown]>([
    ['await', async (lazy) => lazy],
    ['then', (lazy) => lazy.then(undefined, undefined)],
    ['catch', (lazy) => lazy.catch()],
    ['finally', (lazy) => lazy.finally(nothing)],
    ['parse', (lazy) => lazy.parse()],
  ])('that rejects fails the call, and the application, through %s', async (_, handle) => {
    await expect(handle(traced(new Lazy(() => Promise.reject(boom))))).rejects.toBe(boom)
    expect(ends()).toEqual(['RangeError'])
  })

  it('works inside the span, while its handlers stay outside', async () => {
    const key = createContextKey('place')
    let inside: unknown
    const lazy = traceInference(options, () => {
      const at = context.active()
      return new Lazy(async () => {
        inside = context.active() === at
      })
    })
    const outside = context.active().setValue(key, 'outside')
    const seen = await context.with(outside, () => lazy.then(() => context.active().getValue(key)))
    expect([inside, seen]).toEqual([true, 'outside'])
  })

  it('of a class that extends Promise goes on as that class', async () => {
    class Mine extends Promise<number> {}
    const mine = traced(Mine.resolve(7) as Mine)
    expect(mine.then(nothing)).toBeInstanceOf(Mine)
    expect(await mine).toBe(7)
    expect(ends()).toEqual(['ended'])
  })
})

async function* broken(): AsyncGenerator<number> {
  yield await Promise.reject(boom)
}

async function* numbers(): AsyncGenerator<number> {
  yield 1
  yield 2
}

function drop(): void {
  traced({ [Symbol.asyncIterator]: numbers })
  traced(numbers())
  traced(new Lazy(async () => 7))
}

describe('something that is read step by step', () => {
  it.each<[string, () => AsyncIterable<number>]>([
    ['an async generator', numbers],
    ['an async iterable', () => ({ [Symbol.asyncIterator]: numbers })],
    ['a web stream', () => ReadableStream.from(numbers())],
    [
      'a stream as model SDKs have them',
      () => ({
        controller: new AbortController(),
        iterator: numbers,
        [Symbol.asyncIterator](this: { iterator: typeof numbers }): AsyncGenerator<number> {
          return this.iterator()
        },
      }),
    ],
  ])('%s is the one that the function gave, and ends when it is read', async (_, make) => {
    const result = make()
    const given = traced(result)
    expect(given).toBe(result)
    const read: number[] = []
    for await (const value of given) {
      expect(recorder.open()).toBe(1)
      read.push(value)
    }
    expect(read).toEqual([1, 2])
    expect(ends()).toEqual(['ended'])
    expect(recorder.spans()[0]?.attributes['gen_ai.response.time_to_first_chunk']).toBeDefined()
  })

  it('ends when it is read, not when its promise settles', async () => {
    const given = await traced(Promise.resolve(numbers()))
    expect(recorder.open()).toBe(1)
    for await (const _ of given);
    expect(ends()).toEqual(['ended'])
  })

  it('ends when a sync generator is read', () => {
    const given = traced(
      (function* () {
        yield 1
        yield 2
      })(),
    )
    expect([...given]).toEqual([1, 2])
    expect(ends()).toEqual(['ended'])
  })

  it.each([[[1, 2]], ['text'], [new Map([[1, 2]])], [new Set([1])], [null], [undefined], [7]])(
    'is not what merely has elements: %j',
    (value) => {
      expect(traced(value)).toBe(value)
      expect(ends()).toEqual(['ended'])
    },
  )

  it('ends when the loop is left, after what the generator does then', async () => {
    const given = traceInference(options, async function* (call) {
      try {
        yield 1
        yield 2
      } finally {
        call.setUsage({ outputTokens: 5 })
      }
    })
    for await (const _ of given) break
    expect(recorder.spans()[0]?.attributes).toMatchObject({
      'gen_ai.response.finish_reasons': ['error'],
      'gen_ai.usage.output_tokens': 5,
    })
  })

  it('ends when the application throws in its loop', async () => {
    const loop = async (): Promise<void> => {
      for await (const _ of traced(numbers())) throw boom
    }
    await expect(loop()).rejects.toBe(boom)
    expect(ends()).toEqual(['ended'])
  })

  it('ends by next, return and throw, whose promises are the generator’s own', async () => {
    const [read, left, thrown] = [traced(numbers()), traced(numbers()), traced(numbers())]
    expect(await read.next()).toEqual({ done: false, value: 1 })
    await read.next()
    expect(await read.next()).toEqual({ done: true, value: undefined })
    expect(await left.return(9)).toEqual({ done: true, value: 9 })
    await expect(thrown.throw(boom)).rejects.toBe(boom)
    expect(ends()).toEqual(['ended', 'ended', 'RangeError'])
  })

  it('reports a step that rejects, and that nobody handles, as without us', async () => {
    const bare = await rejectionsDuring(() => void broken().next())
    const observed = await rejectionsDuring(() => void traced(broken()).next())
    expect(observed).toEqual(bare)
    expect(bare).toEqual(['unhandled RangeError: boom'])
  })

  it('fails where a quiet end was an abort', async () => {
    const controller = new AbortController()
    const stream = traced({
      controller,
      async *[Symbol.asyncIterator](): AsyncGenerator<number> {
        yield 1
        if (!controller.signal.aborted) yield 2
      },
    })
    for await (const _ of stream) controller.abort()
    expect(ends()).toEqual(['AbortError'])
  })

  it('ends by the reader of a web stream, read or cancelled', async () => {
    const read = traced(ReadableStream.from(numbers())).getReader()
    // oxlint-disable-next-line no-await-in-loop -- step by step
    while (!(await read.read()).done);
    const left = traced(ReadableStream.from(numbers())).getReader()
    await left.read()
    await left.cancel()
    expect(ends()).toEqual(['ended', 'ended'])
  })

  it('lays itself over an object only once, however many calls give it', async () => {
    const depths: number[] = []
    const shared = {
      [Symbol.asyncIterator]: () => {
        depths.push((new Error('here').stack ?? '').split('\n').length)
        return numbers()
      },
    }
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 200
    for (let i = 0; i < 5; i++) for await (const _ of traced(shared));
    Error.stackTraceLimit = stackTraceLimit
    expect(ends()).toHaveLength(5)
    // The first one runs before anything was awaited.
    expect(new Set(depths.slice(1)).size).toBe(1)
  })

  it('is no longer watched, nor inside, once its call has ended', async () => {
    const key = createContextKey('place')
    const places: unknown[] = []
    const iterable = {
      [Symbol.asyncIterator]: () => {
        places.push(context.active().getValue(key))
        return numbers()
      },
    }
    const inside = context.active().setValue(key, 'inside')
    const given = context.with(inside, () => traced(iterable))
    for await (const _ of given);
    for await (const _ of given);
    expect(places).toEqual(['inside', undefined])
  })

  it('counts the first reading of an iterable only', async () => {
    const iterable = traced({ [Symbol.asyncIterator]: numbers })
    for await (const _ of iterable);
    for await (const _ of iterable);
    expect(ends()).toEqual(['ended'])
  })

  it('ends when nobody can read it any more', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    drop()
    for (let i = 0; i < 50 && recorder.open() > 0; i++) {
      collect()
      // oxlint-disable-next-line no-await-in-loop -- the collector takes its time
      await new Promise((resolve) => void setTimeout(resolve, 5))
    }
    expect(ends()).toEqual(['ended', 'ended', 'ended'])
  })

  it('runs a generator inside the span, and its reader outside', async () => {
    const at: unknown[] = []
    const stream = traceInference(options, async function* () {
      traceInference({ ...options, model: 'inner' }, nothing)
      yield 1
      traceInference({ ...options, model: 'inner' }, nothing)
    })
    const outside = context.active()
    for await (const _ of stream) at.push(context.active() === outside)
    const [first, second, outer] = recorder.spans()
    const parents = [first, second].map((span) => span?.parentSpanContext?.spanId)
    expect(parents).toEqual([outer?.spanContext().spanId, outer?.spanContext().spanId])
    expect(at).toEqual([true])
  })
})

it('a function that throws fails its call', () => {
  expect(() =>
    traceInference(options, () => {
      throw boom
    }),
  ).toThrow(boom)
  expect(ends()).toEqual(['RangeError'])
})
