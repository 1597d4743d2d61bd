/**
 * How often the model misbehaves, each from 0 (never) to 1 (whenever it can), where its instructions leave room for it.
 */
export interface Rates {
  /** No on turn 1, although the question needs the handbook. */
  readonly noOnFirstTurn: number
  /** No on a later turn, although a search is needed. */
  readonly missedSearch: number
  /** Conversations in which every turn is answered Yes. */
  readonly searchEveryTurn: number
  /** Yes on the third turn and later, although the question is about the same subject. */
  readonly searchOnLaterTurns: number
  /** A decision that is not in the format. */
  readonly invalidFormat: number
  /** Requests refused once with 429; the client's retry succeeds. */
  readonly rateLimitedOnce: number
  /** Requests refused with 429 however often they are repeated. */
  readonly rateLimited: number
}

export const DEFAULT_RATES: Rates = {
  noOnFirstTurn: 0.08,
  missedSearch: 0.12,
  searchEveryTurn: 0.2,
  searchOnLaterTurns: 0.6,
  invalidFormat: 0.15,
  rateLimitedOnce: 0.03,
  rateLimited: 0.02,
}

/** A model without a fault, to see the correct answers. */
export const NO_FAULTS: Rates = {
  noOnFirstTurn: 0,
  missedSearch: 0,
  searchEveryTurn: 0,
  searchOnLaterTurns: 0,
  invalidFormat: 0,
  rateLimitedOnce: 0,
  rateLimited: 0,
}
