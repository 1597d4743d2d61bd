import { afterAll, beforeAll, describe, it } from 'vitest'

import { expectedTelemetry } from './expected.ts'
import {
  type ClientFolders,
  type Generation,
  GENERATIONS,
  installClients,
  installStrictly,
  UNKNOWN,
} from './installations.ts'

/** The oldest version of the client that is supported, the last of each major, and the newest. */
const VERSIONS = ['4.19.1', '4.104.0', '5.23.2', '6.49.0', '7.57.0'] as const

/** Those between, which an unrestricted hook keeps from starting from 4.90 on; and the first of the majors behind them. */
const IN_BETWEEN = ['4.60.0', '4.89.0', '4.90.0', '4.103.0', '5.0.1', '6.0.0', '7.0.0'] as const

/** How an application loads what it has installed. */
const WAYS = {
  'the loader hook, in ESM': ['--import', './telemetry.mjs', 'esm.mjs'],
  'the loader hook, in CommonJS': ['--import', './telemetry.mjs', 'commonjs.cjs'],
  '--require, in CommonJS': ['--require', './telemetry.cjs', 'commonjs.cjs'],
  'manuallyInstrument, in ESM': ['manual.mjs'],
  'manuallyInstrument, in CommonJS': ['manual.cjs'],
  'instrumentOpenAI, in ESM': ['client.mjs'],
  'instrumentOpenAI, in CommonJS': ['client.cjs'],
  'all ways at once, in ESM': ['--import', './telemetry.mjs', 'all-ways.mjs'],
  'all ways at once, in CommonJS': ['--import', './telemetry.mjs', 'all-ways.cjs'],
} as const

describe.each(Object.keys(GENERATIONS) as Generation[])(
  'installed by npm beside OpenTelemetry %s',
  (generation) => {
    const others = generation === '2.x' ? IN_BETWEEN : []
    let clients: ClientFolders

    beforeAll(async () => {
      clients = await installClients(generation, [...VERSIONS, ...others])
    }, 240_000)
    afterAll(() => clients.remove())

    it('is within all peer ranges', ({ expect }) => {
      expect(clients.complaints).toEqual([])
    })

    describe.each(VERSIONS)('openai %s', (version) => {
      it.concurrent.for(Object.entries(WAYS))(
        'sends all telemetry, once, through %s',
        async ([, args], { expect }) => {
          const { baseURL, telemetry } = await clients.run(version, args)
          expect(telemetry).toEqual(expectedTelemetry(baseURL))
        },
      )
    })

    describe.runIf(others.length > 0)('an ESM application', () => {
      it.concurrent.for(others)(
        'starts with the hook, and is traced, on openai %s',
        async (version, { expect }) => {
          const { baseURL, telemetry } = await clients.run(version, WAYS['the loader hook, in ESM'])
          expect(telemetry).toEqual(expectedTelemetry(baseURL))
        },
      )
    })

    describe('a client that cannot be patched', () => {
      it.concurrent.for(['loads.mjs', 'loads.cjs'])(
        'is told of once, when %s has loaded it',
        async (app, { expect }) => {
          const { telemetry } = await clients.run(UNKNOWN, ['--import', './telemetry.mjs', app])
          expect(telemetry.diagnostics).toEqual([
            expect.stringMatching(
              /^kansoku: openai 99\.0\.0-beta\.1 cannot be traced, OpenAI\.Chat\.Completions\.prototype\.create and .* not being where/,
            ),
          ])
        },
      )
    })
  },
)

describe('installed by pnpm, where an application sees only what it asks for', () => {
  let client: ClientFolders

  beforeAll(async () => {
    client = await installStrictly('3.x', '7.57.0')
  }, 240_000)
  afterAll(() => client.remove())

  it.concurrent.for(Object.entries(WAYS))(
    'sends all telemetry, once, through %s',
    async ([, args], { expect }) => {
      const { baseURL, telemetry } = await client.run('7.57.0', args)
      expect(telemetry).toEqual(expectedTelemetry(baseURL))
    },
  )
})
