import type { Context } from '@opentelemetry/api'

const NOTHING: ReadonlyMap<symbol, unknown> = new Map()

/**
 * A context on top of another: what the API's own does, without closures. V8's scavenger keeps every object to which its
 * constructor assigns closures, and so does each context of the API keep its span and all that hangs on it until the
 * next full collection (docs/decisions/openai-cost.md).
 */
class LayeredContext implements Context {
  readonly #below: Context
  /** No more than one entry a key, however often contexts are made of contexts. */
  readonly #own: ReadonlyMap<symbol, unknown>

  constructor(below: Context, own: ReadonlyMap<symbol, unknown>) {
    this.#below = below
    this.#own = own
  }

  getValue(key: symbol): unknown {
    return this.#own.has(key) ? this.#own.get(key) : this.#below.getValue(key)
  }

  setValue(key: symbol, value: unknown): Context {
    // An empty map is copied as if it were a long one.
    const own = this.#own === NOTHING ? new Map<symbol, unknown>() : new Map(this.#own)
    return new LayeredContext(this.#below, own.set(key, value))
  }

  deleteValue(key: symbol): Context {
    return this.setValue(key, undefined)
  }
}

/** A context like `below`, to make others of. */
export function layeredOn(below: Context): Context {
  return below instanceof LayeredContext ? below : new LayeredContext(below, NOTHING)
}
