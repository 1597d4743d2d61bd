import { describe, expect, it } from 'vitest'

import { calleeAttributes, calleeOf } from './provider.ts'

describe('whose API a client calls', () => {
  it.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://eu.api.openai.com/v1', 'openai'],
    ['https://contoso.openai.azure.com/openai/v1/', 'azure.ai.openai'],
    ['https://contoso.services.ai.azure.com/openai/v1', 'azure.ai.openai'],
    ['https://contoso.cognitiveservices.azure.com/openai', 'azure.ai.openai'],
    ['https://models.inference.ai.azure.com', 'azure.ai.inference'],
    ['https://api.deepseek.com', 'deepseek'],
    ['https://api.groq.com/openai/v1', 'groq'],
    ['https://api.mistral.ai/v1', 'mistral_ai'],
    ['https://api.x.ai/v1', 'x_ai'],
    ['https://us-central1-aiplatform.googleapis.com/v1', 'gcp.vertex_ai'],
    ['https://generativelanguage.googleapis.com/v1beta/openai/', 'gcp.gemini'],
    ['https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1', 'aws.bedrock'],
    ['http://localhost:11434/v1', 'openai'],
    // Names in the path or in front of another domain say nothing.
    ['https://gateway.example/contoso.openai.azure.com/v1', 'openai'],
    ['https://openai.azure.com.example/v1', 'openai'],
    ['https://notx.ai/v1', 'openai'],
  ])('is told by the end of the host of %s: %s', (baseURL, provider) => {
    expect(calleeOf({ baseURL }).provider).toBe(provider)
  })

  it('is told by the class behind a host that says nothing, and by the user before all', () => {
    const azure = { baseURL: 'http://127.0.0.1:8080/openai', deploymentName: undefined }
    expect(calleeOf(azure)).toEqual({
      provider: 'azure.ai.openai',
      address: '127.0.0.1',
      port: 8080,
      deployment: undefined,
    })
    expect(calleeOf(azure, 'my.gateway').provider).toBe('my.gateway')
  })

  it.each([undefined, null, {}, { baseURL: 7 }, { baseURL: 'nowhere' }])(
    'has no address where the client is %j',
    (client) => {
      expect(calleeAttributes(calleeOf(client), 'm')).toEqual({ 'gen_ai.provider.name': 'openai' })
    },
  )
})

describe('calleeAttributes', () => {
  it.each([
    ['https://[::1]/v1', '::1', 443],
    ['http://example.com/v1', 'example.com', 80],
  ])('names address and port of %s', (baseURL, address, port) => {
    expect(calleeAttributes(calleeOf({ baseURL }), 'm')).toEqual({
      'gen_ai.provider.name': 'openai',
      'server.address': address,
      'server.port': port,
    })
  })

  it.each([
    ['the client’s deployment', { deploymentName: 'chat-prod' }, '/openai', 'chat-prod'],
    ['the URL’s', {}, '/openai/deployments/chat%20eu', 'chat eu'],
    ['else the request’s model', {}, '/openai/v1', 'gpt-4o'],
  ])('records a deployment on Azure: %s', (_, client, path, deployment) => {
    const callee = calleeOf({ ...client, baseURL: `https://contoso.openai.azure.com${path}` })
    expect(calleeAttributes(callee, 'gpt-4o')).toEqual({
      'gen_ai.provider.name': 'azure.ai.openai',
      'server.address': 'contoso.openai.azure.com',
      'server.port': 443,
      'llmops.deployment.name': deployment,
    })
  })
})
