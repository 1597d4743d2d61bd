import { type Flushable, flushWithin } from './flush-within.ts'

const PIPELINES = Symbol.for('kansoku.azure-monitor.pipelines')

/** Those of the ESM and of the CommonJS build: an application may load both. */
function pipelines(): Set<Flushable> {
  const shared = globalThis as { [PIPELINES]?: Set<Flushable> }
  return (shared[PIPELINES] ??= new Set())
}

/** The pipeline takes part in what {@link flushPipelines} flushes. */
export function registerPipeline(pipeline: Flushable): void {
  pipelines().add(pipeline)
}

export async function flushPipelines(timeoutMillis: number): Promise<void> {
  await Promise.all(
    [...pipelines()].map((each) =>
      flushWithin(each, { timeoutMillis, storeMillis: STORE_TIMEOUT, stop: each.delivery.letGo }),
    ),
  )
}

/** A host waits for us. */
const STORE_TIMEOUT = 1000
