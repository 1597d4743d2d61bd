import { describe, expect, it } from 'vitest'

import { envelope, KEY } from '../testing/envelopes.ts'
import { envelopeToRow } from './envelope.ts'
import { timestamp } from './time.ts'

const micros = (iso: string): bigint => timestamp(iso, 'test')
const RECEIVED = micros('2026-03-01T10:00:05Z')

/** The columns that all tables share, as the test envelopes fill them. */
const shared = {
  TimeGenerated: micros('2026-03-01T10:00:00.123Z'),
  ItemCount: 1,
  OperationName: '',
  OperationId: 'trace-1',
  ParentId: 'span-0',
  SyntheticSource: '',
  SessionId: '',
  UserId: '',
  UserAuthenticatedId: '',
  UserAccountId: '',
  AppVersion: '2.0.1',
  AppRoleName: 'chat-app',
  AppRoleInstance: 'pod-7',
  ClientType: '',
  ClientModel: '',
  ClientOS: '',
  ClientIP: '0.0.0.0',
  ClientCity: '',
  ClientStateOrProvince: '',
  ClientCountryOrRegion: '',
  ClientBrowser: '',
  ResourceGUID: '',
  IKey: KEY,
  SDKVersion: 'node:otel',
  TenantId: '',
  SourceSystem: '',
  _BilledSize: null,
  _IsBillable: '',
  _ResourceId: '',
  _SubscriptionId: '',
}

const references = { ReferencedItemId: '', ReferencedType: '' }

const row = (baseType: string, baseData: Record<string, unknown>, changes = {}): unknown =>
  envelopeToRow(envelope(baseType, baseData, changes), RECEIVED)

const cells = (baseType: string, baseData: Record<string, unknown>, changes = {}) =>
  envelopeToRow(envelope(baseType, baseData, changes), RECEIVED).cells

describe('envelopeToRow', () => {
  it('maps RemoteDependencyData to AppDependencies', () => {
    const data = {
      id: 'span-1',
      name: 'chat gpt-4o',
      type: 'GenAI | openai',
      target: 'api.example.com',
      data: 'chat',
      resultCode: '429',
      success: false,
      duration: '1.02:03:04.0000056',
      properties: { 'gen_ai.prompt.name': 'search_decision', 日本語: '東京の天気は?' },
      measurements: { 'gen_ai.usage.input_tokens': 120 },
    }
    expect(row('RemoteDependencyData', data)).toEqual({
      table: 'AppDependencies',
      cells: {
        ...shared,
        ...references,
        Type: 'AppDependencies',
        Id: 'span-1',
        Name: 'chat gpt-4o',
        DependencyType: 'GenAI | openai',
        Target: 'api.example.com',
        Data: 'chat',
        ResultCode: '429',
        Success: false,
        DurationMs: 93_784_000.0056,
        Properties: '{"gen_ai.prompt.name":"search_decision","日本語":"東京の天気は?"}',
        Measurements: '{"gen_ai.usage.input_tokens":120}',
      },
    })
  })

  it('maps RequestData to AppRequests, with the tags of the user and without a name', () => {
    const tags = {
      'ai.operation.id': 'trace-1',
      'ai.operation.name': 'POST /chat',
      'ai.user.authUserId': 'user-1',
      'ai.user.id': 'anonymous-1',
      'ai.session.id': 'session-1',
      'ai.location.ip': '198.51.100.7',
    }
    const data = {
      id: 'span-2',
      duration: '00:00:00.0603088',
      responseCode: '200',
      url: 'https://app.example/chat',
    }
    expect(row('RequestData', data, { tags })).toEqual({
      table: 'AppRequests',
      cells: {
        ...shared,
        ...references,
        Type: 'AppRequests',
        OperationName: 'POST /chat',
        ParentId: '',
        UserAuthenticatedId: 'user-1',
        UserId: 'anonymous-1',
        SessionId: 'session-1',
        AppVersion: '',
        AppRoleName: '',
        AppRoleInstance: '',
        SDKVersion: '',
        Id: 'span-2',
        Name: '',
        Url: 'https://app.example/chat',
        Source: '',
        ResultCode: '200',
        Success: true,
        DurationMs: 60.3088,
        Properties: null,
        Measurements: null,
      },
    })
  })

  it('maps MessageData to AppTraces, the severity word as its number', () => {
    const data = { message: 'search decision: Yes', severityLevel: 'Warning', properties: {} }
    expect(row('MessageData', data)).toEqual({
      table: 'AppTraces',
      cells: {
        ...shared,
        ...references,
        Type: 'AppTraces',
        Message: 'search decision: Yes',
        SeverityLevel: 2,
        Properties: '{}',
        Measurements: null,
      },
    })
  })

  it('maps EventData to AppEvents', () => {
    const data = { name: 'gen_ai.evaluation.result', measurements: { score: 0.5 } }
    expect(row('EventData', data)).toEqual({
      table: 'AppEvents',
      cells: {
        ...shared,
        Type: 'AppEvents',
        Name: 'gen_ai.evaluation.result',
        Properties: null,
        Measurements: '{"score":0.5}',
      },
    })
  })

  it('maps ExceptionData to AppExceptions, with the first and the last of the chain', () => {
    const data = {
      severityLevel: 'Error',
      exceptions: [
        { id: 1, typeName: 'APIError', message: 'outer', stack: 'APIError: outer\n    at f' },
        { id: 2, outerId: 1, typeName: 'TypeError', message: 'inner' },
      ],
    }
    expect(row('ExceptionData', data)).toEqual({
      table: 'AppExceptions',
      cells: {
        ...shared,
        Type: 'AppExceptions',
        ExceptionType: 'APIError',
        ProblemId: 'APIError',
        HandledAt: '',
        Message: '',
        SeverityLevel: 3,
        Assembly: '',
        Method: '',
        OuterType: 'APIError',
        OuterMessage: 'outer',
        OuterAssembly: '',
        OuterMethod: '',
        InnermostType: 'TypeError',
        InnermostMessage: 'inner',
        InnermostAssembly: '',
        InnermostMethod: '',
        Details:
          '[{"id":1,"type":"APIError","message":"outer","rawStack":"APIError: outer\\n    at f"},{"id":2,"outerId":1,"type":"TypeError","message":"inner"}]',
        Properties: null,
        Measurements: null,
      },
    })
  })

  it('maps the first data point of MetricData to AppMetrics', () => {
    const data = {
      metrics: [
        { name: 'gen_ai.client.operation.duration', value: 0.4, count: 2, min: 0.1, max: 0.3 },
        { name: 'never read', value: 1 },
      ],
      properties: { 'gen_ai.operation.name': 'chat' },
    }
    expect(row('MetricData', data)).toEqual({
      table: 'AppMetrics',
      cells: {
        ...shared,
        Type: 'AppMetrics',
        Name: 'gen_ai.client.operation.duration',
        Sum: 0.4,
        Min: 0.1,
        Max: 0.3,
        ItemCount: 2,
        Properties: '{"gen_ai.operation.name":"chat"}',
      },
    })
  })

  it('takes a metric without count for one measurement', () => {
    const { ItemCount, Min, Max } = cells('MetricData', { metrics: [{ name: 'm', value: 7 }] })
    expect({ ItemCount, Min, Max }).toEqual({ ItemCount: 1, Min: 7, Max: 7 })
  })

  it.each([
    [25, 4],
    [33.333333, 3],
    [100, 1],
    [undefined, 1],
  ])('lets a row sampled at %s %% stand for %i items', (sampleRate, itemCount) => {
    const { ItemCount } = cells('EventData', { name: 'e' }, { sampleRate })
    expect(ItemCount).toBe(itemCount)
  })

  it.each([
    ['two days back', '2026-02-27T10:00:05Z', '2026-02-27T10:00:05Z'],
    ['older', '2026-02-27T10:00:04Z', '2026-03-01T10:00:05Z'],
    ['a day ahead', '2026-03-02T10:00:05Z', '2026-03-02T10:00:05Z'],
    ['further ahead', '2026-03-02T10:00:06Z', '2026-03-01T10:00:05Z'],
    ['with an offset', '2026-03-01T19:00:00.5+09:00', '2026-03-01T10:00:00.5Z'],
    ['with seven digits', '2026-03-01T10:00:00.1234567Z', '2026-03-01T10:00:00.123456Z'],
  ])('keeps or replaces a time %s', (_, sent, stored) => {
    const { TimeGenerated } = cells('EventData', { name: 'e' }, { time: sent })
    expect(TimeGenerated).toBe(micros(stored))
  })

  const dependency = { id: 'a', name: 'n', duration: '00:00:01' }
  it.each([
    ['no object at all', 42, 'envelope must be an object, not number'],
    ['null', null, 'envelope is missing (an object)'],
    [
      'an unknown type',
      envelope('PageViewPerfData', {}),
      "data.baseType 'PageViewPerfData' is unknown; known are EventData, ExceptionData, MessageData, MetricData, RemoteDependencyData, RequestData",
    ],
    [
      'no key',
      envelope('EventData', { name: 'e' }, { iKey: undefined }),
      'iKey must be an instrumentation key (a UUID)',
    ],
    [
      'a key that is no UUID',
      envelope('EventData', { name: 'e' }, { iKey: 'abc' }),
      'iKey must be an instrumentation key (a UUID)',
    ],
    ['no time', envelope('EventData', { name: 'e' }, { time: 'soon' }), 'time must be an ISO 8601'],
    [
      'a day that does not exist',
      envelope('EventData', { name: 'e' }, { time: '2026-13-01T00:00:00Z' }),
      'time must be an ISO 8601',
    ],
    [
      'a day that the calendar does not have',
      envelope('EventData', { name: 'e' }, { time: '2026-02-30T10:00:00+09:00' }),
      'time must be an ISO 8601',
    ],
    [
      'a sample rate of zero',
      envelope('EventData', { name: 'e' }, { sampleRate: 0 }),
      'sampleRate must be above 0 and at most 100',
    ],
    ['no name', envelope('EventData', {}), 'baseData.name is missing (a string)'],
    ['an empty name', envelope('EventData', { name: '' }), 'baseData.name is empty'],
    [
      'a long event name',
      envelope('EventData', { name: 'e'.repeat(513) }),
      'baseData.name is too long: 513 characters, at most 512',
    ],
    [
      'a long tag',
      envelope('EventData', { name: 'e' }, { tags: { 'ai.operation.id': 'x'.repeat(129) } }),
      "Field 'ai.operation.id' on type 'ContextTagKeys' is too long: at most 128",
    ],
    [
      'a number as a property',
      envelope('EventData', { name: 'e', properties: { turn: 1 } }),
      "baseData.properties['turn'] must be a string, not number",
    ],
    [
      'text as a measurement',
      envelope('EventData', { name: 'e', measurements: { tokens: '1' } }),
      "baseData.measurements['tokens'] must be a number, not string",
    ],
    [
      'properties as a list',
      envelope('EventData', { name: 'e', properties: [] }),
      'baseData.properties must be an object, not array',
    ],
    [
      'a success that is text',
      envelope('RemoteDependencyData', { ...dependency, success: 'true' }),
      'baseData.success must be a boolean, not string',
    ],
    [
      'a duration in milliseconds',
      envelope('RemoteDependencyData', { ...dependency, duration: 1500 }),
      'baseData.duration must be a duration',
    ],
    [
      'an unknown severity',
      envelope('MessageData', { message: 'm', severityLevel: 'Loud' }),
      'baseData.severityLevel must be one of Verbose, Information',
    ],
    ['no exception', envelope('ExceptionData', { exceptions: [] }), 'exceptions is empty'],
    [
      'a count beyond int',
      envelope('MetricData', { metrics: [{ name: 'm', value: 1, count: 3e9 }] }),
      'metrics[0].count must be a whole number from 0 to 2147483647',
    ],
  ])('says what is wrong with %s', (_, value, message) => {
    expect(() => envelopeToRow(value, RECEIVED)).toThrow(message)
  })
})
