import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { describe, expect, it, vi } from 'vitest'

import type { Delivery } from './group-commit.ts'
import { writeQueue } from './write-queue.ts'

const delivery = (hash: string): Delivery => ({ hash, received: 0n, rows: [], answer: hash })

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

describe('a queue of deliveries', () => {
  it('commits together what came during the commit before', async () => {
    const groups: string[][] = []
    const queue = writeQueue(async (deliveries) => {
      groups.push(deliveries.map(({ hash }) => hash))
      await setImmediate()
      return deliveries.map(({ answer }) => answer)
    })
    const first = queue.append(delivery('a'))
    await setImmediate()
    const answers = await Promise.all([
      first,
      queue.append(delivery('b')),
      queue.append(delivery('c')),
    ])
    await queue.idle()
    expect(answers).toEqual(['a', 'b', 'c'])
    expect(groups).toEqual([['a'], ['b', 'c']])
  })

  it('keeps nothing of what is on disk, also where something waits all the time', async () => {
    const known: WeakRef<Delivery>[] = []
    let sent = 0
    let isOver = false
    const queue = writeQueue(async (deliveries) => {
      // Each commit sees more coming: four senders that never stop.
      if (sent < 40_000 && !isOver) for (let sender = 0; sender < 4; sender++) send()
      await setImmediate()
      return deliveries.map(({ answer }) => answer)
    })
    function send(): void {
      sent += 1
      const each = delivery(`${sent}`)
      known.push(new WeakRef(each))
      void queue.append(each)
    }
    send()
    await vi.waitFor(() => expect(sent).toBeGreaterThan(200), { interval: 0 })
    collectGarbage()
    const kept = known.slice(0, 100).filter((each) => each.deref() !== undefined)
    isOver = true
    await queue.idle()
    expect(kept).toEqual([])
  })
})
