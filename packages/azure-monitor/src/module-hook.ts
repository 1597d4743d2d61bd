import { register } from 'node:module'

const HOOKED = Symbol.for('kansoku.azure-monitor.module-hook')

/**
 * The files in which the client's classes are: its main module under whatever name it is imported (Next.js gives the packages
 * that it does not bundle names of its own), what `openai/client` and `openai/azure` lead to, and the connections' own modules.
 */
const OPENAI_FILES = /\/openai\/(?:index|client|.+\/(?:ws|websocket))\.mjs$/

/**
 * Lets instrumentations see what ES modules import from now on; `require` needs no hook. Once a thread: each
 * further hook would wrap the modules again.
 */
export function hookModules(): void {
  const shared = globalThis as { [HOOKED]?: true }
  if (shared[HOOKED]) return
  shared[HOOKED] = true
  // Without the list, openai 4.90 to 4.104 crash at import: the hook breaks their `_shims`.
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, {
    data: { include: ['openai', OPENAI_FILES] },
  })
}
