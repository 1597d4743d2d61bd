import { contentSettings, resolveContentPolicy } from '@kansoku/core'
import { describe, expect, it } from 'vitest'

import { resolveTenants, type TenantOptions } from './options.ts'

const KEY = '00000000-0000-4000-8000-00000000000a'
const remote = `InstrumentationKey=${KEY}`
const local = `${remote};IngestionEndpoint=http://127.0.0.1:1`
const general = resolveContentPolicy({ capture: 'SPAN_ONLY' })

const resolve = (options: TenantOptions) => {
  const warnings: string[] = []
  return { ...resolveTenants(options, general, warnings), warnings }
}

describe('resolveTenants', () => {
  it('has a default for everything but the destinations', () => {
    const { destinationOf, ...rest } = resolve({ destinations: { a: remote } })
    expect(rest).toEqual({
      key: undefined,
      unknown: 'refuse',
      maxOpen: 100,
      captures: false,
      mayBeRemote: true,
      warnings: [],
    })
    expect(destinationOf('a')).toMatchObject({
      destination: { instrumentationKey: KEY, loopback: false },
      contentPolicy: undefined,
      consoleRecord: false,
    })
    expect(destinationOf('b')).toBeUndefined()
    expect(destinationOf('toString')).toBeUndefined()
  })

  it('knows what is recorded of some, and where none leaves the machine', () => {
    const contentPolicy = { capture: 'EVENT_ONLY' } as const
    const { captures, mayBeRemote } = resolve({
      destinations: { a: local, b: { connectionString: local, contentPolicy } },
    })
    expect([captures, mayBeRemote]).toEqual([true, false])
  })

  it('says what it does not understand', () => {
    expect(
      resolve({
        maxOpen: 0,
        destinations: {
          a: { connectionString: remote, contentPolicy: { capture: 'ALL' as never } },
        },
      }).warnings,
    ).toEqual([
      'tenants.maxOpen is no positive whole number and is ignored.',
      expect.stringMatching(/^tenants\.destinations\['a'\]: contentPolicy\.capture: "ALL"/),
    ])
  })

  it.each([undefined, '', 'InstrumentationKey=1'])(
    'throws for %j among the destinations',
    (text) => {
      expect(() => resolve({ destinations: { a: text as string } })).toThrow(
        /in tenants\.destinations\['a'\] cannot be used/,
      )
    },
  )

  it('reads what a function gives again only where it has changed', () => {
    let capture: 'SPAN_ONLY' | 'NO_CONTENT' = 'SPAN_ONLY'
    const off = { capture: 'NO_CONTENT' } as const
    const { captures, destinationOf } = resolve({
      destinations: () => ({
        connectionString: remote,
        ...(capture === 'NO_CONTENT' && { contentPolicy: off }),
      }),
    })
    expect(captures).toBeUndefined()
    const first = destinationOf('a')
    expect(destinationOf('a')).toBe(first)
    capture = 'NO_CONTENT'
    const second = destinationOf('a')
    expect(second?.contentPolicy && contentSettings(second.contentPolicy, undefined)).toMatchObject(
      off,
    )
    expect(destinationOf('a')).toBe(second)
  })
})
