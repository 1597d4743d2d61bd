import { afterAll, beforeAll, describe, it } from 'vitest'

import { expectedTelemetry } from './expected.ts'
import {
  type ClientFolders,
  GENERATIONS,
  type Generation,
  installClients,
} from './installations.ts'

/** The oldest version of the client that is supported, the last of each major, and the newest. */
const VERSIONS = ['4.19.1', '4.104.0', '5.23.2', '6.49.0', '7.57.0'] as const

/** How an application loads what it has installed. */
const WAYS = {
  'the loader hook, in ESM': ['--import', './telemetry.mjs', 'esm.mjs'],
  'the loader hook, in CommonJS': ['--import', './telemetry.mjs', 'commonjs.cjs'],
  '--require, in CommonJS': ['--require', './telemetry.cjs', 'commonjs.cjs'],
  manuallyInstrument: ['manual.mjs'],
  instrumentOpenAI: ['client.mjs'],
} as const

describe.each(Object.keys(GENERATIONS) as Generation[])(
  'installed beside OpenTelemetry %s',
  (generation) => {
    let clients: ClientFolders

    beforeAll(async () => {
      clients = await installClients(generation, VERSIONS)
    }, 240_000)
    afterAll(() => clients.remove())

    it('is within all peer ranges', ({ expect }) => {
      expect(clients.complaints).toEqual([])
    })

    describe.each(VERSIONS)('openai %s', (version) => {
      it.concurrent.for(Object.entries(WAYS))(
        'sends all telemetry through %s',
        async ([, args], { expect }) => {
          const { baseURL, telemetry } = await clients.run(version, args)
          expect(telemetry).toEqual(expectedTelemetry(baseURL))
        },
      )
    })
  },
)
