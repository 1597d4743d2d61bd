import { build } from 'tsdown'

import { buildPage } from '../packages/workbench/web/build.ts'

const BUILT = Symbol.for('kansoku.test.built')

/** Several suites run what npm users get, the built packages; each has a module graph of its own, one build serves all. */
export default async function buildPackages(): Promise<void> {
  const shared = globalThis as typeof globalThis & { [BUILT]?: Promise<unknown> }
  shared[BUILT] ??= buildAll()
  await shared[BUILT]
}

async function buildAll(): Promise<void> {
  await build({
    config: new URL('../tsdown.config.ts', import.meta.url).pathname,
    logLevel: 'error',
  })
  await buildPage()
}
