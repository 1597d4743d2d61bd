import type { Attributes, AttributeValue } from '@opentelemetry/api'

import { present } from '../present.ts'

/**
 * What a span was given at its start and at its end, read as one. One object of both would cost each call 0.6 µs
 * and half a kilobyte (docs/decisions/openai-cost.md), and only events and agents need it.
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
