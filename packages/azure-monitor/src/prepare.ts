import { configureTelemetry } from '@kansoku/core'
import { diag } from '@opentelemetry/api'

import { CONNECTION_STRING_VARIABLE, type Destination } from './connection-string.ts'
import { notice } from './notice.ts'
import type { ResolvedOptions } from './options.ts'

/** Tells the user what they should know, and gives where to send to, or `undefined` where there is nothing to send to. */
export function prepare(options: ResolvedOptions): Destination | undefined {
  const { consoleRecord, destination, tenants } = options
  for (const warning of options.warnings) notice(warning)
  if (destination.kind === 'nothing-to-send-to' && !consoleRecord && !tenants) {
    notice(
      `telemetry is off, there is no connection string. Set ${CONNECTION_STRING_VARIABLE} ` +
        '(Azure portal: your Application Insights resource, Overview; on a laptop: what `kansoku dev` prints).',
    )
    return undefined
  }
  // For what is recorded by hand, by the same rules as what the instrumentation records.
  configureTelemetry({ contentPolicy: options.contentPolicy })
  if (consoleRecord?.only) return undefined
  const own = destination.kind === 'destination' ? destination : undefined
  // On a laptop the same text lies in the workbench's store anyway.
  if (own?.loopback === false || tenants?.mayBeRemote) warnAboutStorage(options)
  return own
}

function warnAboutStorage(options: ResolvedOptions): void {
  if (options.disableOfflineStorage)
    diag.warn('kansoku: offline storage is off; what the endpoint does not take is lost silently')
  else if (options.contentPolicy.capturesAnything)
    notice(
      'content is recorded and offline storage is on: while the endpoint is down, prompts and answers lie ' +
        `in clear text under ${options.storageDirectory ?? "the system's temporary folder"} for up to two days. ` +
        'KANSOKU_OFFLINE_STORAGE=false turns the storage off.',
    )
}
