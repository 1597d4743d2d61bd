import { flushWithin } from './flush-within.ts'
import { sayLosses } from './losses.ts'
import { notice } from './notice.ts'
import type { Pipeline } from './pipeline.ts'

export interface ProcessEndOptions {
  /** How long a normal end or a signal may wait for the endpoint. */
  readonly timeoutMillis: number
  /** Host or URL for the line that explains a wait. */
  readonly endpoint: string
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** After an uncaught error the application still runs while we flush: short. */
const CRASH_TIMEOUT = 2000
/** A wait that people notice gets explained. */
const EXPLAIN_AFTER = 2000
/** What the disk may take once the endpoint has been given up. */
const STORE_TIMEOUT = 2000
/** `beforeExit` comes again after each flush; a second one takes what the app's own handlers recorded. */
const MAX_FLUSHES_BEFORE_EXIT = 2

/**
 * Sends what is left when the process ends, and leaves the end as it was: exit code, death by the signal,
 * message of an uncaught error. `process.exit()` cannot be waited for: what was recorded within the last
 * batch delay before it is lost.
 */
export function flushAtProcessEnd(pipeline: Pipeline, options: ProcessEndOptions): void {
  flushBeforeExit(pipeline, options)
  flushOnSignals(pipeline, options)
  flushOnUncaughtError(pipeline)
}

function flushBeforeExit(pipeline: Pipeline, options: ProcessEndOptions): void {
  let flushes = 0
  process.on('beforeExit', () => {
    if (flushes >= MAX_FLUSHES_BEFORE_EXIT) return
    flushes += 1
    void drain(pipeline, options.timeoutMillis, options.endpoint)
  })
}

function flushOnSignals(pipeline: Pipeline, options: ProcessEndOptions): void {
  let dying = false
  for (const signal of SIGNALS) {
    const onSignal = async (): Promise<void> => {
      if (dying) return pipeline.delivery.giveUp() // a second Ctrl+C: no more patience
      if (process.listenerCount(signal) > 1) return pipeline.flush() // the application decides when to end
      dying = true
      await drain(pipeline, options.timeoutMillis, options.endpoint)
      process.off(signal, onSignal)
      process.kill(process.pid, signal)
    }
    process.on(signal, onSignal)
  }
}

function flushOnUncaughtError(pipeline: Pipeline): void {
  let crashing = false
  const onError = async (errorOfTheApplication: unknown): Promise<void> => {
    if (crashing || process.listenerCount('uncaughtException') > 1) return
    crashing = true
    await drain(pipeline, CRASH_TIMEOUT)
    process.off('uncaughtException', onError)
    // Outside the promise, so that Node ends the process with the error itself. Node prints this line above the
    // error's own stack: hence the name.
    setImmediate(() => {
      throw errorOfTheApplication
    })
  }
  process.on('uncaughtException', onError)
}

/** Flushes, and explains a wait that people notice. */
async function drain(pipeline: Pipeline, timeoutMillis: number, endpoint?: string): Promise<void> {
  const explaining =
    endpoint === undefined
      ? undefined
      : setTimeout(() => {
          notice(
            `waiting for ${endpoint} to take the last telemetry, at most ${Math.round(timeoutMillis / 1000)} s; Ctrl+C ends the wait.`,
          )
        }, EXPLAIN_AFTER)
  const stop = pipeline.delivery.giveUp
  await flushWithin(pipeline, { timeoutMillis, storeMillis: STORE_TIMEOUT, stop })
  clearTimeout(explaining)
  sayLosses()
}
