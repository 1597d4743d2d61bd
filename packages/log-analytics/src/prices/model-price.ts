/** What the tokens of a model cost from a day on: a row of the function `LLMPrices`. US dollars per million tokens. */
export interface ModelPrice {
  /** The model, with its dated snapshots; or one of these, which then has its own price. */
  readonly model: string
  /** First day of this price, as `2026-01-31`. @defaultValue always */
  readonly validFrom?: string
  readonly input: number
  /** Tokens that were read from a cache. @defaultValue `input` */
  readonly cachedInput?: number
  /** Tokens that were written to a cache. @defaultValue `input` */
  readonly cacheWrite?: number
  /** Those of reasoning are among them. @defaultValue 0, as embeddings give none */
  readonly output?: number
  /** A longer prompt has another price, which is then not known. @defaultValue any length */
  readonly upToInputTokens?: number
}
