import type { Store } from '../store/store.ts'
import { type Removed, retain, type RetentionRules } from './retain.ts'

export interface KeeperOptions {
  readonly rules: RetentionRules
  /** Is told what was removed. */
  readonly onRemoved?: (removed: Removed) => void
  /** Is told why nothing was removed, each time. */
  readonly onFailed?: (error: unknown) => void
  /** @defaultValue ten minutes */
  readonly intervalMs?: number
}

const TEN_MINUTES = 600_000

/**
 * Keeps a store within its rules: at once, and from then on every ten minutes.
 *
 * @returns ends it, and waits for what is under way
 */
export function startKeeper(
  store: Store,
  { intervalMs = TEN_MINUTES, onFailed, onRemoved, rules }: KeeperOptions,
): () => Promise<void> {
  let working = Promise.resolve()
  const keep = (): void => {
    working = working
      .then(async () => {
        const connection = await store.connection()
        try {
          const removed = await retain(connection, rules, new Date())
          if (removed !== undefined) onRemoved?.(removed)
        } finally {
          connection.closeSync()
        }
        // A full disk, say: the rows stay, and the next time tries again.
      })
      .catch((error: unknown) => onFailed?.(error))
  }
  keep()
  const timer = setInterval(keep, intervalMs).unref()
  return async () => {
    clearInterval(timer)
    await working
  }
}
