import { describe, expect, it } from 'vitest'

import { testWorkbench } from '../testing/workbench.ts'

describe('GET *', () => {
  it('reads no file outside of the built page', async () => {
    const { url } = await testWorkbench()
    const paths = ['/..%2f..%2fpackage.json', '/assets/../../package.json', '/assets', '/x.html']
    const statuses = await Promise.all(
      paths.map(async (path) => (await fetch(`${url}${path}`)).status),
    )
    expect(statuses).toEqual([404, 404, 404, 404])
  })

  it('answers a page with a POST with 404, and never with the page', async () => {
    const { url } = await testWorkbench()
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map(async (method) => {
        const { headers, status } = await fetch(`${url}/health`, { method })
        return [status, headers.get('content-type')]
      }),
    )
    expect(head).toEqual(get)
    expect((await fetch(`${url}/calls`, { method: 'POST' })).status).toBe(404)
  })
})
