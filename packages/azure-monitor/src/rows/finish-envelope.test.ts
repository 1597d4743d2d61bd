import { describe, expect, it } from 'vitest'

import { finishEnvelope } from './finish-envelope.ts'

const dependency = (baseData: object): object => ({
  ver: 1,
  name: 'Microsoft.ApplicationInsights.RemoteDependency',
  data: { baseType: 'RemoteDependencyData', baseData: { ver: 2, name: 'chat', ...baseData } },
})

const failed = dependency({
  resultCode: '0',
  type: 'Dependency',
  success: false,
  properties: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'kansoku.transit':
      '{"error.type":"429","server.address":"127.0.0.1","server.port":"8080","other":"x"}',
    'gen_ai.input.messages': '[]',
  },
})

const log = (properties: object, sampleRate: number): object => ({
  sampleRate,
  data: { baseType: 'MessageData', baseData: { message: 'm', properties } },
})

describe('finishEnvelope', () => {
  it('fills type, target and result code and puts back what the exporter dropped, before content', () => {
    const finished = finishEnvelope(failed)
    expect(finished).toEqual(
      dependency({
        resultCode: '429',
        type: 'GenAI | openai',
        target: '127.0.0.1:8080',
        success: false,
        properties: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'error.type': '429',
          'server.address': '127.0.0.1',
          'server.port': '8080',
          'gen_ai.input.messages': '[]',
        },
      }),
    )
    expect(JSON.stringify(finished)).toMatch(/server\.port.*gen_ai\.input\.messages/)
  })

  it('changes nothing the second time, when a batch comes back from disk', () => {
    const once = finishEnvelope(failed)
    expect(finishEnvelope(once)).toEqual(once)
  })

  it.each([
    [{ 'server.address': 'api.openai.com', 'server.port': '443' }, 'api.openai.com'],
    [{ 'server.address': 'api.openai.com' }, 'api.openai.com'],
    [{ 'server.address': '::1', 'server.port': '8080' }, '[::1]:8080'],
  ])('makes a target of %j', (server, target) => {
    expect(
      finishEnvelope(
        dependency({
          type: 'Dependency',
          success: true,
          resultCode: '0',
          properties: {
            'gen_ai.operation.name': 'chat',
            'kansoku.transit': JSON.stringify(server),
          },
        }),
      ),
    ).toEqual(
      dependency({
        type: 'GenAI',
        success: true,
        resultCode: '0',
        target,
        properties: { 'gen_ai.operation.name': 'chat', ...server },
      }),
    )
  })

  it('keeps a type that the exporter knew better', () => {
    const http = dependency({
      type: 'Http',
      success: true,
      resultCode: '200',
      properties: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai' },
    })
    expect(finishEnvelope(http)).toEqual(http)
  })

  it('gives a log record the rate at which sampling let it through', () => {
    const finished = log({ 'gen_ai.operation.name': 'chat' }, 25)
    expect(
      finishEnvelope(log({ 'gen_ai.operation.name': 'chat', 'kansoku.sample_rate': '25' }, 100)),
    ).toEqual(finished)
    // Batches from disk pass a second time.
    expect(finishEnvelope(finished)).toBe(finished)
  })

  it('survives a transit attribute that was cut', () => {
    expect(
      finishEnvelope(
        dependency({
          type: 'InProc',
          properties: {
            'gen_ai.operation.name': 'chat',
            'gen_ai.provider.name': 'openai',
            'kansoku.transit': '{"error.ty',
          },
        }),
      ),
    ).toEqual(
      dependency({
        type: 'GenAI | openai',
        properties: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai' },
      }),
    )
  })

  it.each([
    null,
    42,
    'text',
    {},
    { data: null },
    { data: { baseType: 'RemoteDependencyData' } },
    dependency({ type: 'Http', properties: { 'http.route': '/' } }),
    {
      data: {
        baseType: 'MessageData',
        baseData: { message: 'm', properties: { 'gen_ai.operation.name': 'chat' } },
      },
    },
  ])('hands on what is no GenAI dependency: %j', (envelope) => {
    expect(finishEnvelope(envelope)).toBe(envelope)
  })
})
