import { existsSync } from 'node:fs'

import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** Workspace packages resolve to their sources: no build step before tests. */
const ssr = { resolve: { conditions: ['@kansoku/source'] } }
const expectation = { expect: { requireAssertions: true } }

const projects: TestProjectInlineConfiguration[] = [
  {
    ssr,
    test: { ...expectation, name: 'unit', include: ['{packages/*/src,examples/*}/**/*.test.ts'] },
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
const facts = new URL('../shared/data', import.meta.url)
if (process.env['KANSOKU_EXTERNAL'] === '1') {
  if (!existsSync(facts)) throw new Error(`KANSOKU_EXTERNAL=1 needs ${facts.pathname}`)
  projects.push({
    ssr,
    test: {
      ...expectation,
      name: 'external',
      include: ['test/external/**/*.test.ts'],
      testTimeout: 60_000,
    },
  })
} else {
  console.info(
    'suite "external" left out: it judges against data outside this repository (KANSOKU_EXTERNAL=1)',
  )
}

export default defineConfig({ test: { projects } })
