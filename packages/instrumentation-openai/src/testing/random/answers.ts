/** What an answer says, as the span has to tell it. */
export interface Told {
  readonly finish: readonly string[] | undefined
  readonly input: number | undefined
  readonly output: number | undefined
}

/** One answer of an API, in one piece or as the events of a stream. */
export interface Answer {
  readonly body: unknown
  readonly events: readonly unknown[] | undefined
  readonly told: Told
}
