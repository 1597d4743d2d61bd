import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

import { chromium } from './test/chromium.ts'

/** Workspace packages resolve to their sources: no build step before tests. */
const ssr = { resolve: { conditions: ['@kansoku/source'] } }
const expectation = { expect: { requireAssertions: true } }

const projects: TestProjectInlineConfiguration[] = [
  {
    ssr,
    test: {
      ...expectation,
      name: 'unit',
      include: ['{packages/*/src,examples/*}/**/*.test.ts'],
      testTimeout: 20_000,
    },
  },
  {
    test: {
      ...expectation,
      name: 'end-to-end',
      include: ['test/end-to-end/**/*.test.ts'],
      globalSetup: 'test/build.ts',
      testTimeout: 120_000,
    },
  },
]

/** Facts that are gathered outside this repository judge what its own fixtures cannot. */
if (process.env['KANSOKU_EXTERNAL'] === '1') {
  const facts = fileURLToPath(new URL('../shared/data', import.meta.url))
  if (!existsSync(facts)) throw new Error(`KANSOKU_EXTERNAL=1, but there is no ${facts}`)
  projects.push({
    ssr,
    test: {
      ...expectation,
      name: 'external',
      include: ['test/external/**/*.test.ts'],
      testTimeout: 60_000,
    },
  })
}

/** The workbench's page in a real Chromium, where there is one (CONTRIBUTING.md). */
if (chromium() !== undefined)
  projects.push({
    test: {
      ...expectation,
      name: 'browser',
      include: ['test/browser/**/*.test.ts'],
      globalSetup: 'test/build.ts',
      testTimeout: 60_000,
    },
  })

/** Fresh installs from the registry, of our packed packages beside the versions that users run: minutes, not seconds. */
if (process.env['KANSOKU_COMPATIBILITY'] === '1')
  projects.push({
    test: {
      ...expectation,
      name: 'compatibility',
      include: ['test/compatibility/**/*.test.ts'],
      globalSetup: 'test/build.ts',
      testTimeout: 300_000,
    },
  })

/** Two, whatever the machine: on two cores the default is one, and half of a run is waiting for other processes. */
const maxWorkers = 2

export default defineConfig({ test: { projects, maxWorkers, globalSetup: 'test/left-out.ts' } })
