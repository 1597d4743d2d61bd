import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { record } from './testing/record.ts'
import { traceAgent } from './trace-agent.ts'
import { traceInference } from './trace-inference.ts'
import { traceTool } from './trace-tool.ts'
import { traceWorkflow } from './trace-workflow.ts'

const boom = new RangeError('boom')

/** What a function may give, and how far the application goes with it. */
interface Plan {
  readonly helper: 'inference' | 'tool' | 'agent'
  readonly gives:
    | 'value'
    | 'throws'
    | 'promise'
    | 'rejection'
    | 'generator'
    | 'iterable'
    | 'thenable'
  readonly viaPromise: boolean
  readonly values: number
  readonly breaksAfter: number | undefined
  readonly reads: 'loop' | 'next' | 'throw' | 'return' | 'twice'
  readonly toldLate: boolean
  /** Another operation around it, which gives the same object. */
  readonly nested: boolean
}

const plans: fc.Arbitrary<Plan> = fc.record({
  helper: fc.constantFrom('inference', 'tool', 'agent'),
  gives: fc.constantFrom(
    'value',
    'throws',
    'promise',
    'rejection',
    'generator',
    'iterable',
    'thenable',
  ),
  viaPromise: fc.boolean(),
  values: fc.nat({ max: 4 }),
  breaksAfter: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
  reads: fc.constantFrom('loop', 'next', 'throw', 'return', 'twice'),
  toldLate: fc.boolean(),
  nested: fc.boolean(),
})

async function* steps({ breaksAfter, values }: Plan): AsyncGenerator<number> {
  for (let i = 0; i < values; i++) {
    if (i === breaksAfter) throw boom
    yield i
  }
}

/** The function of a plan. */
function given(plan: Plan): unknown {
  switch (plan.gives) {
    case 'value':
      return plan.viaPromise ? Promise.resolve(plan.values) : plan.values
    case 'throws':
      if (plan.viaPromise) return Promise.reject(boom)
      throw boom
    case 'promise':
      return new Promise((resolve) => void setTimeout(resolve, plan.values % 2, plan.values))
    case 'rejection':
      return new Promise((_, reject) => void setTimeout(reject, plan.values % 2, boom))
    case 'generator':
      return plan.viaPromise ? Promise.resolve(steps(plan)) : steps(plan)
    case 'iterable': {
      const iterable = { [Symbol.asyncIterator]: () => steps(plan) }
      return plan.viaPromise ? Promise.resolve(iterable) : iterable
    }
    case 'thenable':
      return {
        // oxlint-disable-next-line unicorn/no-thenable -- a client's own promise
        then: (...handlers: Parameters<Promise<number>['then']>) =>
          Promise.resolve(plan.values).then(...handlers),
      }
    default:
      return plan.gives satisfies never
  }
}

/** The application, to an end of its own choice. */
async function use(result: unknown, plan: Plan): Promise<void> {
  const value = (await result) as AsyncGenerator<number> | AsyncIterable<number> | number
  if (typeof value === 'number') return
  if (plan.reads === 'loop' || !('next' in value)) {
    let seen = 0
    for await (const _ of value) if (plan.reads !== 'loop' && ++seen > 1) break
  } else if (plan.reads === 'next') {
    // oxlint-disable-next-line no-await-in-loop -- step by step
    while ((await value.next()).done !== true);
  } else if (plan.reads === 'throw') await value.throw(boom)
  else if (plan.reads === 'return') await value.return(undefined)
  else await Promise.allSettled([value.next(), value.return(undefined), value.next()])
}

async function play(plan: Plan): Promise<void> {
  let late: (() => void) | undefined
  const keep = (tell: () => void): unknown => {
    if (plan.toldLate) late = tell
    else tell()
    return given(plan)
  }
  try {
    const run = (): unknown =>
      plan.helper === 'inference'
        ? traceInference({ provider: 'acme' }, (call) => keep(() => call.setOutput('x')))
        : plan.helper === 'tool'
          ? traceTool({ name: 'f' }, (tool) => keep(() => tool.setResult('x')))
          : traceAgent({ name: 'a' }, (agent) => keep(() => agent.setOutput('x')))
    await use(plan.nested ? traceWorkflow({}, run) : run(), plan)
  } catch (error) {
    if (error !== boom) throw error
  }
  late?.()
}

it('ends each operation exactly once, whatever the function gives and the application does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(plans, { minLength: 1, maxLength: 12 }), async (all) => {
      const recorder = record('SPAN_AND_EVENT')
      const operations = all.length + all.filter(({ nested }) => nested).length
      try {
        await Promise.all(all.map(play))
        const failed = recorder.spans().filter(({ attributes }) => 'error.type' in attributes)
        const durations = (await recorder.metrics()).filter(({ descriptor }) =>
          descriptor.name.endsWith('.duration'),
        )
        expect({
          open: recorder.open(),
          spans: recorder.spans().length,
          exceptions: recorder
            .events()
            .filter(({ eventName }) => eventName === 'gen_ai.client.operation.exception').length,
          measured: durations
            .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value))
            .reduce<number>((sum, value) => sum + (value as { count: number }).count, 0),
          complaints: recorder.diagnostics.filter((line) => !line.includes('had ended')),
        }).toEqual({
          open: 0,
          spans: operations,
          exceptions: failed.length,
          measured: operations,
          complaints: [],
        })
      } finally {
        await recorder.stop()
      }
    }),
    { numRuns: 150 },
  )
})
