import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { build } from 'tsdown'

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
  // In a process of its own: here NODE_ENV is "test", with which React is built for development.
  const page = fileURLToPath(new URL('../packages/workbench/web/build.ts', import.meta.url))
  await promisify(execFile)(process.execPath, [page], {
    env: { ...process.env, NODE_ENV: 'production' },
  })
}
