import * as api from '@opentelemetry/api'

import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts'

/** What both generations' loggers have. */
interface Logger<R> {
  emit(record: R): void
  enabled?(): boolean
}

/** Since 1.10 the API has logs of its own. They are another global than that of `@opentelemetry/api-logs`. */
interface WithLogs<R> {
  readonly logs?: { getLogger(name: string, version: string): Logger<R> }
}

/**
 * The logger that somebody listens to: the given one, or else that of API 1.10's global, which an SDK 3.x registers and
 * the base class, being built for 2.x, does not know.
 */
export function listening<R>(given: Logger<R>): Logger<R> {
  if (isEnabled(given)) return given
  const { logs } = api as WithLogs<R>
  const other = logs?.getLogger(PACKAGE_NAME, PACKAGE_VERSION)
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
