import { AzureOpenAI } from 'openai'
import { describe, expect, it } from 'vitest'

import { ConfigurationError, modelFromEnvironment } from './model.ts'
import { parseOptions } from './options.ts'
import { createProgress } from './progress.ts'

describe('the model of the environment', () => {
  it('is OpenAI with a key', () => {
    const { client, model, where } = modelFromEnvironment({ OPENAI_API_KEY: 'key' })
    expect([client.apiKey, client.baseURL, model, where]).toEqual([
      'key',
      'https://api.openai.com/v1',
      'gpt-4.1-mini',
      'the OpenAI API',
    ])
  })

  it('is another server with a base URL, key or not', () => {
    const { client, where } = modelFromEnvironment({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })
    expect([client.apiKey, client.baseURL, where]).toEqual([
      'not-needed',
      'http://127.0.0.1:1/v1',
      'http://127.0.0.1:1/v1',
    ])
  })

  it('is a deployment of Azure OpenAI with its four variables', () => {
    const { client, model } = modelFromEnvironment({
      AZURE_OPENAI_ENDPOINT: 'https://example.openai.azure.com',
      AZURE_OPENAI_API_KEY: 'key',
      OPENAI_API_VERSION: '2024-10-21',
      AZURE_OPENAI_DEPLOYMENT: 'chat',
    })
    expect(client).toBeInstanceOf(AzureOpenAI)
    expect(client.baseURL).toBe('https://example.openai.azure.com/openai')
    expect(model).toBe('chat')
  })

  it('names the variables that Azure lacks', () => {
    expect(() =>
      modelFromEnvironment({
        AZURE_OPENAI_ENDPOINT: 'https://example.openai.azure.com',
        AZURE_OPENAI_API_KEY: 'key',
      }),
    ).toThrow(
      'AZURE_OPENAI_ENDPOINT is set, so Azure OpenAI is used. Set these as well: OPENAI_API_VERSION, AZURE_OPENAI_DEPLOYMENT.',
    )
  })

  it('says what to set when there is none', () => {
    expect(() => modelFromEnvironment({})).toThrow(ConfigurationError)
    expect(() => modelFromEnvironment({})).toThrow(/No model to talk to[^]*OPENAI_API_KEY/)
  })
})

describe('the options', () => {
  it('have defaults', () => {
    expect(parseOptions([])).toEqual({
      conversations: 60,
      seed: 1,
      concurrency: 6,
      progress: 'text',
    })
  })

  it('take what is given', () => {
    expect(parseOptions(['--conversations', '3', '--seed=0', '--progress=json'])).toEqual({
      conversations: 3,
      seed: 0,
      concurrency: 6,
      progress: 'json',
    })
  })

  it.each([
    { args: ['--conversations', '0'], message: '--conversations must be a whole number from 1' },
    { args: ['--seed', 'x'], message: '--seed must be a whole number from 0, not "x".' },
    { args: ['--progress', 'xml'], message: '--progress must be text or json, not "xml".' },
    { args: ['--turns', '3'], message: "Unknown option '--turns'" },
  ])('refuse $args', ({ args, message }) => {
    expect(() => parseOptions(args)).toThrow(ConfigurationError)
    expect(() => parseOptions(args)).toThrow(message)
  })
})

describe('the progress', () => {
  const totals = { conversations: 6, turns: 18, searches: 9, failures: { '429 slow down': 1 } }

  it('is a line every tenth of the way for people', () => {
    const { update, end } = createProgress('text', 60)
    expect(update(totals)).toBe('6 of 60 conversations')
    expect(update({ ...totals, conversations: 7 })).toBeUndefined()
    expect(end(totals)).toBe(
      'Held 6 conversations: 18 turns, 9 searches.\n1 apology: 429 slow down',
    )
  })

  it('is an object a conversation for programs', () => {
    const { update, end } = createProgress('json', 60)
    expect(JSON.parse(update(totals) ?? '')).toEqual({ type: 'progress', total: 60, ...totals })
    expect(JSON.parse(end(totals))).toEqual({ type: 'done', total: 60, ...totals })
  })
})
