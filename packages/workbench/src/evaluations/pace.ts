import { setTimeout as wait } from 'node:timers/promises'

/** Runs `work` for each item, so many at a time, and no more than so many begin in a minute; in the order of the items. */
export async function paced<T>(
  items: readonly T[],
  {
    concurrency,
    perMinute,
    signal,
  }: { concurrency: number; perMinute?: number; signal: AbortSignal },
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const gap = perMinute === undefined ? 0 : 60_000 / perMinute
  let next = 0
  const turn = async (): Promise<void> => {
    const now = Date.now()
    const mine = Math.max(now, next)
    next = mine + gap
    if (mine > now) await wait(mine - now, undefined, { signal })
  }
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      signal.throwIfAborted()
      // oxlint-disable-next-line no-await-in-loop -- so many workers, each with one item at a time
      await turn()
      // oxlint-disable-next-line no-await-in-loop -- see above
      await work(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker))
}

/** Tries again after 1 s, 2 s, 4 s …, so often; then throws what came last. */
export async function retried<T>(
  retries: number,
  signal: AbortSignal,
  attempt: () => Promise<T>,
  firstWait = 1000,
): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (retries === 0 || signal.aborted) throw error
    await wait(firstWait, undefined, { signal })
    return retried(retries - 1, signal, attempt, firstWait * 2)
  }
}
