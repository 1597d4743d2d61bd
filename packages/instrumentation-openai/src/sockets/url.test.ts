import { describe, expect, it } from 'vitest'

import { addressOf, deploymentOf, modelOf } from './url.ts'

describe('the address of a connection', () => {
  it.each([
    [
      'wss://api.openai.com/v1/realtime?model=m',
      'https://api.openai.com/v1/realtime',
      'm',
      undefined,
    ],
    [
      'ws://127.0.0.1:8080/v1/responses',
      'http://127.0.0.1:8080/v1/responses',
      undefined,
      undefined,
    ],
    [
      'wss://contoso.openai.azure.com/openai/realtime?api-version=1&deployment=d&api-key=secret',
      'https://contoso.openai.azure.com/openai/realtime',
      undefined,
      'd',
    ],
  ])('of %s has no query, and names its model', (url, address, model, deployment) => {
    const parsed = new URL(url)
    expect([addressOf(parsed), modelOf(parsed), deploymentOf(parsed)]).toEqual([
      address,
      model,
      deployment,
    ])
  })

  it.each([undefined, 'wss://api.openai.com', {}])('is not known of %j', (url) => {
    expect([addressOf(url), modelOf(url), deploymentOf(url)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
