import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { diag } from '@opentelemetry/api'

interface ConfigurationModule {
  readonly ConfigurationManager: { getInstance(): { shutdown(): void } }
}

/**
 * Stops the worker that every Azure exporter starts and that asks `settings.sdk.monitor.azure.com` 5 to 15 s
 * later, then hourly. There is no switch for it (1.0.0-beta.47), so we reach for the exporter's own
 * `shutdown()` by file: docs/decisions/azure-side-traffic.md. Where the file is gone, the worker goes on.
 */
export function stopRemoteSettings(): void {
  try {
    const load = createRequire(import.meta.url)
    const entry = load.resolve('@azure/monitor-opentelemetry-exporter') // dist/commonjs/index.js
    // Each module system has a manager of its own: take the one of the copy that we imported.
    const format = import.meta.url.endsWith('.cjs') ? 'commonjs' : 'esm'
    const file = join(dirname(entry), '..', format, '_configuration', 'configurationManager.js')
    const { ConfigurationManager } = load(file) as ConfigurationModule
    ConfigurationManager.getInstance().shutdown()
  } catch (error) {
    diag.warn(
      'kansoku: the exporter may ask settings.sdk.monitor.azure.com for remote settings',
      error instanceof Error ? error.message : '',
    )
  }
}
