/** What authors of instrumentations write, as TypeScript sees it. `tsc -b` judges the types, the tests the values. */
import {
  type Attributes,
  type Context,
  createNoopMeter,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api'
import { describe, expect, expectTypeOf, it } from 'vitest'

import {
  type CallObserver,
  createTelemetry,
  defaultTelemetry,
  dropWatch,
  errorClass,
  type EventLogger,
  type EventLoggerProvider,
  type EventRecord,
  globalLoggerProvider,
  type Held,
  type Holder,
  type InferenceOptions,
  type InferenceResponse,
  isOfClass,
  nameErrorClasses,
  observeCall,
  type Operation,
  type OperationOptions,
  type Outcome,
  type Server,
  serverAttributes,
  startInference,
  startOperation,
  type Telemetry,
  type TelemetryOptions,
  whenDropped,
  withoutPrompt,
} from '../index.ts'

const nothing = (): void => undefined

describe('an operation', () => {
  const events: string[] = []
  const logger: EventLogger = { emit: ({ eventName }: EventRecord) => void events.push(eventName) }
  const options: TelemetryOptions = {
    tracer: () => trace.getTracer('types'),
    meter: createNoopMeter(),
    logger: () => logger,
    contentPolicy: undefined,
  }
  const telemetry = createTelemetry(options)

  it('is started by its name, and ended by an outcome that goes with its kind', () => {
    const tool: OperationOptions = { name: 'execute_tool', attributes: {} }
    const chat: InferenceOptions = { name: 'chat', attributes: {} }
    expectTypeOf(startOperation(telemetry, tool)).toEqualTypeOf<Operation>()
    expectTypeOf(startInference).parameter(1).toEqualTypeOf<InferenceOptions>()
    // @ts-expect-error -- a tool is no inference
    startInference(telemetry, { name: 'execute_tool', attributes: {} }).end({
      kind: 'failure',
      error: new Error('mine'),
    })
    const response: InferenceResponse = { attributes: {}, messages: () => [] }
    const outcome: Outcome = { kind: 'success', response }
    startInference(telemetry, chat).end(outcome)
    // @ts-expect-error -- a success has a response
    const incomplete: Outcome = { kind: 'success' }
    expect(incomplete.kind).toBe('success')
    expect(events).toEqual(['gen_ai.client.operation.exception'])
  })

  it('goes through telemetry that is made of providers, or found', () => {
    expectTypeOf(telemetry).toEqualTypeOf<Telemetry>()
    expectTypeOf(defaultTelemetry).returns.toEqualTypeOf<Telemetry | undefined>()
    expectTypeOf(globalLoggerProvider).returns.toEqualTypeOf<EventLoggerProvider | undefined>()
    // @ts-expect-error -- without a meter there are no instruments
    expect(() => createTelemetry({ tracer: () => trace.getTracer('types') })).toThrow(TypeError)
  })
})

describe('the result of a call', () => {
  it('stays what it is, in its own type', async () => {
    const observer: CallObserver = { succeeded: nothing, failed: nothing, left: nothing }
    const result = observeCall(ROOT_CONTEXT, async () => 1, observer)
    expectTypeOf(result).toEqualTypeOf<Promise<number>>()
    // @ts-expect-error -- a call that fails ends, too
    expect(observeCall(ROOT_CONTEXT, () => 2, { succeeded: nothing, left: nothing })).toBe(2)
    expect(await result).toBe(1)
  })

  it('can be watched until it is out of reach', () => {
    const watch = dropWatch<string>(() => false, nothing)
    expectTypeOf(watch({}, 'owner')).toEqualTypeOf<Held<string>>()
    expectTypeOf(whenDropped).parameter(1).toEqualTypeOf<Holder>()
    // @ts-expect-error -- only objects are collected
    expect(watch('text', 'owner').owner).toBe('owner')
  })
})

it('errors are called by their classes, servers by address and port, both at once', () => {
  class OwnError extends Error {}
  expectTypeOf(errorClass).parameter(0).toEqualTypeOf<Error>()
  expectTypeOf(isOfClass).returns.toEqualTypeOf<boolean>()
  expectTypeOf(serverAttributes).returns.toEqualTypeOf<Attributes>()
  expectTypeOf<{ address: string; port: number }>().toExtend<Server>()
  expectTypeOf<{ address: string }>().not.toExtend<Server>()
  nameErrorClasses({ OwnError })
  expect([errorClass(new OwnError()), isOfClass(new OwnError(), 'Error')]).toEqual([
    'OwnError',
    true,
  ])
})

it('a context without its prompt is a context', () => {
  expectTypeOf(withoutPrompt).toEqualTypeOf<(from: Context) => Context>()
  expect(withoutPrompt(ROOT_CONTEXT)).toBe(ROOT_CONTEXT)
})
