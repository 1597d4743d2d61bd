import { fileURLToPath } from 'node:url'

import { build } from 'vite'

// Builds the page into `dist/web`, which `kansoku dev` serves. After `tsdown`: that empties `dist`.
await build({
  configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
  // Warnings are about Node's modules in log-analytics, which the page imports and tree-shaking removes.
  logLevel: 'error',
})
