import { describe, expect, it, onTestFinished } from 'vitest'

import { callEnvelope, envelope } from '../testing/envelopes.ts'
import { post, testWorkbench } from '../testing/workbench.ts'
import type { Commits } from './commits.ts'

interface Told {
  readonly event: string
  readonly data: unknown
}

/** Reads the feed, one event after the other; undefined at its end. */
async function follow(url: string): Promise<() => Promise<Told | undefined>> {
  const aborting = new AbortController()
  onTestFinished(() => aborting.abort())
  const response = await fetch(`${url}/live`, { signal: aborting.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return async () => {
    for (;;) {
      const [, event, data] = /event: (.*)\ndata: (.*)\n\n/.exec(text) ?? []
      if (event !== undefined && data !== undefined) {
        text = text.slice(text.indexOf(data) + data.length + 2)
        return { event, data: JSON.parse(data) as unknown }
      }
      // oxlint-disable-next-line no-await-in-loop
      const { value = '', done = true } = (await reader?.read()) ?? {}
      if (done) return undefined
      text += value
    }
  }
}

const ago = (ms: number): string =>
  new Date(Math.floor(Date.now() / 1000) * 1000 - ms).toISOString()

describe('the live feed', () => {
  it('tells what was committed, by table, and ends with the workbench', async () => {
    const workbench = await testWorkbench()
    const next = await follow(workbench.url)
    expect(await next()).toEqual({ event: 'hello', data: {} })

    const [early, late] = [ago(90_000), ago(30_000)]
    await post(workbench.url, [
      { ...callEnvelope('a'), time: late },
      { ...callEnvelope('b'), time: early },
      { ...envelope('MessageData', { message: 'm' }), time: late },
      envelope('NoSuchData', {}),
    ])
    expect(await next()).toEqual({
      event: 'rows',
      data: {
        AppDependencies: { rows: 2, oldest: early, newest: late },
        AppTraces: { rows: 1, oldest: late, newest: late },
      },
    })

    const started = performance.now()
    await workbench.close()
    expect(await next()).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(1500)
  })

  it('sums up what comes fast, and tells nothing of a body that came twice', async () => {
    const { url } = await testWorkbench()
    const next = await follow(url)
    await next()
    const time = ago(1000)
    const bodies = Array.from({ length: 8 }, (_, index) => [{ ...callEnvelope(`${index}`), time }])
    await Promise.all([...bodies, ...bodies].map(async (body) => post(url, body)))
    const counts: number[] = []
    while (counts.reduce((sum, count) => sum + count, 0) < 8) {
      // oxlint-disable-next-line no-await-in-loop
      const told = await next()
      const commits = told?.data as Commits | undefined
      counts.push(commits?.AppDependencies?.rows ?? Number.NaN)
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8)
    expect(counts.length).toBeLessThan(8)
  })

  it('is refused to a page of another origin', async () => {
    const { url } = await testWorkbench()
    const response = await fetch(`${url}/live`, { headers: { origin: 'https://site.example' } })
    expect(response.status).toBe(403)
  })
})
