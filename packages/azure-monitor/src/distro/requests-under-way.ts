import { setTimeout as wait } from 'node:timers/promises'

import type { PipelinePolicy } from '../pipeline-policy.ts'

/** What the exporter may take to write a batch to disk whose request has failed. */
const STORE_MILLIS = 250

/** Knows the requests of exporters that are not ours, retries included. */
export interface RequestsUnderWay {
  readonly policy: PipelinePolicy
  /** Resolves once nothing is on its way, and what failed has had the time to get to the disk. */
  readonly settled: () => Promise<void>
}

/**
 * The SDK's batch processors do not wait, when flushed, for a batch that is already under way, and what the distro's
 * exporters do after a request cannot be seen from outside: a fixed time has to do.
 */
export function requestsUnderWay(): RequestsUnderWay {
  const underWay = new Set<Promise<boolean>>()
  return {
    policy: {
      name: 'kansokuRequestsPolicy',
      sendRequest: (request, next) => {
        const response = next(request)
        const done = response.then(
          ({ status }) => status === 200,
          () => false,
        )
        underWay.add(done)
        void done.then(() => underWay.delete(done))
        return response
      },
    },
    settled: async () => {
      let lost = false
      while (underWay.size > 0) {
        // Each request ends: its retries are bounded, and `Delivery` can end them.
        // oxlint-disable-next-line no-await-in-loop -- a batch may follow while we wait
        const arrived = await Promise.all(underWay)
        lost ||= arrived.includes(false)
      }
      if (lost) await wait(STORE_MILLIS)
    },
  }
}
