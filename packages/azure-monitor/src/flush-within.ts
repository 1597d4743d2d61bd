import type { Delivery } from './delivery.ts'

/** What records and sends, as far as flushing it goes. */
export interface Flushable {
  readonly delivery: Pick<Delivery, 'giveUp' | 'letGo'>
  /** Sends what has been recorded so far and resolves when the endpoint or the disk has it. */
  readonly flush: () => Promise<void>
}

export interface FlushLimits {
  /** How long the endpoint may take. */
  readonly timeoutMillis: number
  /** What the disk may take once the endpoint has been stopped waiting for. */
  readonly storeMillis: number
  /** Ends the waits for the endpoint. */
  readonly stop: () => void
}

/** Flushes within the time, then leaves the rest to the disk. Its timers keep the process alive meanwhile. */
export async function flushWithin(
  pipeline: Flushable,
  { timeoutMillis, storeMillis, stop }: FlushLimits,
): Promise<void> {
  let storing: NodeJS.Timeout | undefined
  const outOfTime = new Promise<void>((resolve) => {
    storing = setTimeout(resolve, timeoutMillis + storeMillis)
  })
  const stopping = setTimeout(stop, timeoutMillis)
  await Promise.race([pipeline.flush(), outOfTime])
  clearTimeout(stopping)
  clearTimeout(storing)
}
