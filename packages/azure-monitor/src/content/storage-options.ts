/**
 * Where captured content of a call goes.
 *
 * - `attributes`: Properties of the call's row. What is too much for a row goes as {@link ContentOverflow} says.
 * - `chunks`: rows of `AppTraces` beside it, whole.
 * - `hash`: nowhere. The row has SHA-256 and size, so that equal content is known as equal.
 */
export type ContentMode = 'attributes' | 'chunks' | 'hash'

/** What becomes of content that is too much for one row: `cut` with a mark, whole in `chunks`, or only its `hash`. */
export type ContentOverflow = 'cut' | 'chunks' | 'hash'

/** How captured content is stored: for all calls, or for those of one prompt. */
export interface ContentStorageRules {
  /** Falls back to `KANSOKU_CONTENT_MODE`. @defaultValue `'attributes'` */
  readonly mode?: ContentMode | undefined
  /** Falls back to `KANSOKU_CONTENT_OVERFLOW`. Of no meaning but with `mode: 'attributes'`. @defaultValue `'cut'` */
  readonly overflow?: ContentOverflow | undefined
}

/**
 * How captured content is stored. What is captured at all, and what is taken out of it, the content policy says.
 *
 * @example
 * ```ts
 * azureMonitor({
 *   captureMessageContent: true,
 *   contentStorage: {
 *     overflow: 'chunks',
 *     dailyBytes: 500_000_000,
 *     prompts: { medical_history: { mode: 'hash' }, 'search_decision@7': { mode: 'chunks' } },
 *   },
 * })
 * ```
 */
export interface ContentStorage extends ContentStorageRules {
  /**
   * Bytes of content (UTF-8) that this process may send in a day of UTC. What comes afterwards leaves only hashes until
   * midnight; failed calls and invalid outputs are sent all the same. Falls back to `KANSOKU_CONTENT_DAILY_BYTES`.
   * @defaultValue no limit
   */
  readonly dailyBytes?: number | undefined
  /**
   * `once`: a system prompt is sent once in a process and day of UTC; other calls with the same one refer to it.
   * Falls back to `KANSOKU_CONTENT_INSTRUCTIONS`. @defaultValue `'each-call'`
   */
  readonly instructions?: 'each-call' | 'once' | undefined
  /** Other rules for the calls of a prompt, by its name, or for one version by `name@version`. */
  readonly prompts?: Readonly<Record<string, ContentStorageRules>> | undefined
}

/** Every question answered, for the calls of one prompt. */
export interface StorageRule {
  readonly mode: ContentMode
  readonly overflow: ContentOverflow
}

/** Every question answered. */
export interface ResolvedContentStorage {
  readonly general: StorageRule
  /** By name, and by `name@version`. */
  readonly prompts: ReadonlyMap<string, StorageRule>
  readonly dailyBytes: number | undefined
  readonly instructionsOnce: boolean
  /** Whether there is anything to do beside what the content policy does. */
  readonly active: boolean
  /** Whether there may be rows beside those of the calls. */
  readonly chunks: boolean
  /** What a person should hear about: values that were not understood. */
  readonly warnings: readonly string[]
}

/** The rule for the calls of one prompt; without one of its own it has the general one. */
export function storageRule(
  { general, prompts }: Pick<ResolvedContentStorage, 'general' | 'prompts'>,
  name: unknown,
  version: unknown,
): StorageRule {
  if (prompts.size === 0 || typeof name !== 'string') return general
  return prompts.get(`${name}@${String(version)}`) ?? prompts.get(name) ?? general
}

/** Whether content under this rule is bounded by what fits into a row, and need not be known whole. */
export function fitsRow({ mode, overflow }: StorageRule): boolean {
  return mode === 'attributes' && overflow === 'cut'
}
