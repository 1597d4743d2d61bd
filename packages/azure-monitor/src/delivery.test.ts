import { describe, expect, it } from 'vitest'

import { createDelivery } from './delivery.ts'

type Callback = (result: { code: number; error?: Error }) => void

describe('createDelivery', () => {
  it('shuts an exporter down only after the batch that is under way', async () => {
    const log: string[] = []
    let finish: Callback | undefined
    const delivery = createDelivery()
    const exporter = delivery.track<string[]>({
      export: (_items, resultCallback) => {
        finish = resultCallback
      },
      shutdown: async () => void log.push('shut down'),
    })
    exporter.export(['span'], ({ code }) => log.push(`result ${code}`))
    const end = exporter.shutdown()
    setTimeout(() => finish?.({ code: 0 }), 20)
    await end
    expect(log).toEqual(['result 0', 'shut down'])
  })

  it('takes the first result where an exporter gives two', async () => {
    const codes: number[] = []
    const delivery = createDelivery()
    delivery
      .track<string[]>({
        export: (_items, resultCallback) => {
          resultCallback({ code: 1 })
          resultCallback({ code: 0 })
        },
        shutdown: async () => undefined,
      })
      .export([], ({ code }) => codes.push(code))
    await delivery.settled()
    expect(codes).toEqual([1])
  })

  it('turns an error of the exporter into a failed export', async () => {
    const results: unknown[] = []
    const delivery = createDelivery()
    delivery
      .track<string[]>({
        export: async () => {
          throw new Error('no envelope for this')
        },
        shutdown: async () => undefined,
      })
      .export([], (result) => results.push(result))
    await delivery.settled()
    expect(results).toEqual([{ code: 1, error: new Error('no envelope for this') }])
  })

  it('lets go of what is under way, and of nothing later; gives up for good', async () => {
    const delivery = createDelivery()
    const signalOf = async (): Promise<AbortSignal> => {
      const request: { abortSignal?: AbortSignal } = {}
      await delivery.policy.sendRequest(request as never, async () => ({}) as never)
      return request.abortSignal as AbortSignal
    }
    const first = await signalOf()
    delivery.letGo()
    const second = await signalOf()
    expect([first.aborted, second.aborted]).toEqual([true, false])
    delivery.giveUp()
    expect([second.aborted, (await signalOf()).aborted]).toEqual([true, true])
    delivery.letGo()
    expect((await signalOf()).aborted).toBe(true)
  })
})
