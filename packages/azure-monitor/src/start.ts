import { NodeSDK } from '@opentelemetry/sdk-node'

import { startPipeline } from './azure-monitor.ts'
import { isConnectionStringError } from './connection-string-error.ts'
import { diagToStderr } from './diag-to-stderr.ts'
import { isSdkRegistered, makeWay } from './joining/make-way.ts'
import { ownProviders, recordThere } from './joining/own-providers.ts'
import { parentSampleRate } from './joining/parent-sample-rate.ts'
import { registered } from './joining/stand-down.ts'
import { hookModules } from './module-hook.ts'
import { notice } from './notice.ts'
import { diagLevel, isSdkDisabled, resolveOptions } from './options.ts'
import { flushAtProcessEnd } from './process-end.ts'

const STARTED = Symbol.for('kansoku.azure-monitor.started')

/** Starts OpenTelemetry for this process from the environment. Never throws; a second call does nothing. */
export function start(): void {
  const shared = globalThis as { [STARTED]?: true }
  if (shared[STARTED]) return
  shared[STARTED] = true
  try {
    if (!isSdkDisabled(process.env)) startSdk()
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason'
    notice(
      `${isConnectionStringError(error) ? reason : `telemetry could not start: ${reason}`} The application runs on without telemetry.`,
    )
  }
}

function startSdk(): void {
  const options = resolveOptions({}, process.env)
  const { destination } = options
  const pipeline = startPipeline(options)
  if (!pipeline) return
  hookModules()
  const { configuration } = pipeline
  const alone = !isSdkRegistered()
  const spanProcessors =
    configuration.spanProcessors.length > 0
      ? [parentSampleRate, ...configuration.spanProcessors]
      : []
  const sdk = diagToStderr(
    diagLevel(process.env),
    () => new NodeSDK({ ...configuration, spanProcessors }),
  )
  sdk.start()
  const providers = ownProviders(sdk)
  const instrumentations = configuration.instrumentations.flat()
  recordThere(providers, instrumentations)
  registered(instrumentations)
  if (alone) makeWay(providers)
  flushAtProcessEnd(pipeline, {
    timeoutMillis: options.shutdownTimeoutMillis,
    endpoint: destination.kind === 'destination' ? destination.ingestionEndpoint : 'stdout',
  })
}
