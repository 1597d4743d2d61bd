import { globalLoggerProvider } from '@kansoku/core'

import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts'

/** What both generations' loggers have. */
interface Logger<R> {
  emit(record: R): void
  enabled?(): boolean
}

/**
 * The logger that somebody listens to: the given one, or else that of the global provider. Where none was handed over, the
 * base class, being built for SDK 2.x, has that of `@opentelemetry/api-logs`, and an SDK 3.x registers another global.
 */
export function listening<R>(given: Logger<R>): Logger<R> {
  if (isEnabled(given)) return given
  const other: Logger<never> | undefined = globalLoggerProvider()?.getLogger(
    PACKAGE_NAME,
    PACKAGE_VERSION,
  )
  return other && isEnabled(other) ? other : given
}

/** Loggers that are older than `enabled` cannot tell, and a proxy of such a one throws. */
function isEnabled(logger: Logger<never>): boolean {
  try {
    return logger.enabled?.() ?? true
  } catch {
    return true
  }
}
