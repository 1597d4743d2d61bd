/**
 * One process and its endpoint: the SDK's batch processor takes what ends into a queue, exports one batch at a time, and
 * drops what finds the queue full (`BatchSpanProcessorBase`). Times in milliseconds.
 */
export interface Load {
  readonly callsPerSecond: number
  readonly seconds: number
  /** From a request to its answer. */
  readonly latency: number
  readonly batchSize: number
  readonly queueSize: number
  /** How long a queue with less than a batch waits. */
  readonly batchDelay: number
  /** While the endpoint is down each batch takes this long to be on the disk: four tries. */
  readonly outage?: { readonly from: number; readonly until: number; readonly latency: number }
}

export interface QueueResult {
  readonly calls: number
  readonly dropped: number
  readonly mostWaiting: number
  readonly requests: number
}

/** Calls come by chance (exponential gaps, of a generator with a seed), everything else by the clock. */
export function simulateQueue(load: Load, seed = 1): QueueResult {
  const random = generator(seed)
  const end = load.seconds * 1000
  let next = gap(load, random)
  let oldest = Number.POSITIVE_INFINITY
  let free = 0
  let waiting = 0
  const result = { calls: 0, dropped: 0, mostWaiting: 0, requests: 0 }

  while (next < end) {
    // A batch goes before the next call where one is due and the one before it is done.
    const due = waiting >= load.batchSize ? free : Math.max(free, oldest + load.batchDelay)
    if (waiting > 0 && due <= next) {
      waiting -= Math.min(waiting, load.batchSize)
      result.requests += 1
      free = due + latencyAt(load, due)
      oldest = waiting > 0 ? due : Number.POSITIVE_INFINITY
      continue
    }
    result.calls += 1
    if (waiting >= load.queueSize) result.dropped += 1
    else {
      if (waiting === 0) oldest = next
      waiting += 1
      // What fills a batch is due now, not when the processor was last free.
      if (waiting === load.batchSize) free = Math.max(free, next)
    }
    result.mostWaiting = Math.max(result.mostWaiting, waiting)
    next += gap(load, random)
  }
  return result
}

function latencyAt({ latency, outage }: Load, time: number): number {
  return outage && time >= outage.from && time < outage.until ? outage.latency : latency
}

function gap({ callsPerSecond }: Load, random: () => number): number {
  return (-Math.log(1 - random()) * 1000) / callsPerSecond
}

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
