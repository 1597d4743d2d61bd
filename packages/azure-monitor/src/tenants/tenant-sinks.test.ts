import { describe, expect, it } from 'vitest'

import type { Destination } from '../connection-string.ts'
import type { Way } from '../sink.ts'
import { tenantSinks } from './tenant-sinks.ts'

const resource = (name: string): Destination => ({
  kind: 'destination',
  connectionString: 'InstrumentationKey=one for all',
  instrumentationKey: 'one for all',
  ingestionEndpoint: `http://127.0.0.1/${name}`,
  loopback: true,
})

/** Sinks whose deliveries the test settles, and what has happened to them. */
function sinks(maxOpen: number, fallback?: Destination) {
  const log: string[] = []
  const settle = new Map<string, () => void>()
  const open = ({ ingestionEndpoint }: Destination): Way => {
    const name = ingestionEndpoint.slice(-1)
    log.push(`open ${name}`)
    const settled = new Promise<void>((resolve) => void settle.set(name, resolve))
    const part = { export: () => undefined, shutdown: async () => void log.push(`close ${name}`) }
    return {
      spans: part,
      logs: { ...part, shutdown: async () => undefined, forceFlush: async () => undefined },
      metrics: { ...part, shutdown: async () => undefined, forceFlush: async () => undefined },
      delivery: {
        giveUp: () => {
          log.push(`give up ${name}`)
          settle.get(name)?.()
        },
        letGo: () => void log.push(`let go ${name}`),
        settled: () => settled,
      },
    }
  }
  const made = tenantSinks({ fallback, maxOpen, open })
  return {
    ...made,
    log,
    use: (name: string): void => void made.sinkOf(resource(name)),
    settle: async (name: string): Promise<void> => {
      settle.get(name)?.()
      await new Promise((resolve) => void setImmediate(resolve))
    },
  }
}

describe('tenantSinks', () => {
  it('closes the one that was not used for longest, once it has sent what it had', async () => {
    const { log, settle, use } = sinks(2)
    for (const name of ['a', 'b', 'a', 'c']) use(name)
    expect(log).toEqual(['open a', 'open b', 'open c'])
    await settle('b')
    expect(log.slice(3)).toEqual(['close b'])
    use('b')
    await settle('a')
    expect(log.slice(4)).toEqual(['open b', 'close a'])
  })

  it('never closes the general one', async () => {
    const { log, settle, use } = sinks(1, resource('g'))
    for (const name of ['g', 'a', 'b', 'c']) use(name)
    for (const name of ['a', 'b']) await settle(name) // oxlint-disable-line no-await-in-loop
    expect(log.filter((line) => line.startsWith('close')).toSorted()).toEqual([
      'close a',
      'close b',
    ])
    use('g')
    expect(log.filter((line) => line === 'open g')).toHaveLength(1)
  })

  it('ends the wait of the longest where too many are closing', async () => {
    const { log, use } = sinks(2)
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) use(name)
    expect(log).toContain('give up a')
    expect(log).toContain('give up b')
    expect(log).not.toContain('give up c')
  })

  it('reaches those that are closing, too, when waits end, and closes all at the end', async () => {
    const { delivery, log, shutdown, use } = sinks(1)
    use('a')
    use('b')
    delivery.letGo()
    expect(log.slice(2)).toEqual(['let go b', 'let go a'])
    const done = shutdown()
    delivery.giveUp()
    await done
    expect(log.filter((line) => line.startsWith('close')).toSorted()).toEqual([
      'close a',
      'close b',
    ])
  })
})
