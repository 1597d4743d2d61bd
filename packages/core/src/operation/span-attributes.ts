import type { Attributes, AttributeValue } from '@opentelemetry/api'

import { present } from '../present.ts'

/**
 * What a span was given at its start and at its end, read as one. To make one object of both for each call would be
 * a tenth of what the call costs (docs/decisions/openai-cost.md).
 */
export class SpanAttributes {
  readonly #start: Attributes
  readonly #end: Attributes

  constructor(start: Attributes, end: Attributes) {
    this.#start = start
    this.#end = end
  }

  /** What was said last. */
  get(key: string): AttributeValue | undefined {
    return this.#end[key] ?? this.#start[key]
  }

  all(): Attributes {
    return present(this.#start, this.#end)
  }
}
