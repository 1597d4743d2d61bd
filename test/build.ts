import { build } from 'tsdown'

/** The end-to-end suite runs what npm users get: the built packages. */
export default async function buildPackages(): Promise<void> {
  await build({
    config: new URL('../tsdown.config.ts', import.meta.url).pathname,
    logLevel: 'error',
  })
}
