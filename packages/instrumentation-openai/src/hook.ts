/**
 * `import '@kansoku/instrumentation-openai/hook'` before the application lets instrumentations, ours and others, see what
 * ES modules import from then on. `require` needs no hook.
 *
 * An entry of its own, so that the hook is the one that our base class listens to: asked for from the application's
 * folder, `@opentelemetry/instrumentation` may be another version, or, as pnpm installs, not there.
 */
import { register } from 'node:module'
import { isInternalThread } from 'node:worker_threads'

const HOOKED = Symbol.for('kansoku.instrumentation-openai.hook')
const shared = globalThis as { [HOOKED]?: true }

// A preload runs again in every worker, and each needs the hook but the loader's own; our ESM and CommonJS builds are two
// modules.
if (!isInternalThread && !shared[HOOKED]) {
  shared[HOOKED] = true
  // openai 4.90 to 4.104 do not start if their `_shims` are watched: it loads them twice.
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, {
    data: { exclude: [/openai\/_shims/] },
  })
}
