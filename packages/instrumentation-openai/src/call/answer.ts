import type { InferenceResponse } from '@kansoku/core'

/** What came back, and that it says itself that the call failed: the Responses API does so with HTTP 200. */
export interface Answer extends InferenceResponse {
  /** The error that the answer tells of; nobody throws it. */
  readonly failure?: Error | undefined
}

/** A streamed answer while it is read. */
export interface StreamFold {
  /** @returns whether the chunk carried output. */
  readonly add: (chunk: unknown) => boolean
  /** The answer as far as it came. */
  readonly response: () => Answer
}
