import { resources } from '@opentelemetry/sdk-node'
import { describe, expect, it } from 'vitest'

import { DEFAULT_RESOURCE_ATTRIBUTES, resourceAttributes } from './resource-attributes.ts'

describe('resourceAttributes', () => {
  it('takes what is asked for and known', () => {
    const resource = resources.resourceFromAttributes({
      'service.name': 'chatbot',
      'deployment.environment.name': 'staging',
      'customer.id': 'c-7',
      'host.name': 'here',
    })
    const found = resourceAttributes([...DEFAULT_RESOURCE_ATTRIBUTES, 'customer.id'])(resource)
    expect(found).toEqual({
      'service.name': 'chatbot',
      'deployment.environment.name': 'staging',
      'customer.id': 'c-7',
    })
  })

  it('leaves out the name of a service that nobody has named', () => {
    const { defaultResource } = resources
    expect(resourceAttributes(DEFAULT_RESOURCE_ATTRIBUTES)(defaultResource())).toEqual({})
  })

  it('takes later what a detector is still looking for', async () => {
    const resource = resources.resourceFromAttributes({
      'service.name': 'chatbot',
      'service.version': Promise.resolve('1.2'),
    })
    const of = resourceAttributes(DEFAULT_RESOURCE_ATTRIBUTES)
    expect(of(resource)).toEqual({ 'service.name': 'chatbot' })
    await resource.waitForAsyncAttributes?.()
    expect(of(resource)).toEqual({ 'service.name': 'chatbot', 'service.version': '1.2' })
  })

  it('takes the value that the SDK takes, also while a detector is still looking', () => {
    const named = resources.resourceFromAttributes({
      'service.name': 'chatbot',
      'host.id': Promise.resolve('h'),
    })
    const resource = resources.defaultResource().merge(named)
    expect(resourceAttributes(DEFAULT_RESOURCE_ATTRIBUTES)(resource)).toEqual({
      'service.name': 'chatbot',
    })
  })
})
