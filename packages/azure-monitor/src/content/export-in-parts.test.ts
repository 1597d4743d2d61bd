import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { describe, expect, it } from 'vitest'

import { exportInParts } from './export-in-parts.ts'

/** A record whose body takes so many bytes, three a character. */
const record = (kilobytes: number): ReadableLogRecord =>
  ({ body: '日'.repeat((kilobytes * 1024) / 3) }) as unknown as ReadableLogRecord

/** How many records each request has, and what comes of it where these fail. */
async function exported(
  kilobytes: readonly number[],
  failing: readonly number[] = [],
): Promise<{ requests: number[]; code: number }> {
  const requests: number[] = []
  const { code } = await new Promise<{ code: number }>((resolve) => {
    exportInParts(
      kilobytes.map(record),
      (part, done) => {
        const request = requests.push(part.length)
        setImmediate(done, { code: failing.includes(request) ? 1 : 0 })
      },
      resolve,
    )
  })
  return { requests, code }
}

describe('exportInParts', () => {
  it('sends a mebibyte at a time, and what is larger by itself', async () => {
    expect(await exported([90, 90])).toEqual({ requests: [2], code: 0 })
    expect(await exported([600, 400, 100, 3000, 1])).toEqual({ requests: [2, 1, 1, 1], code: 0 })
    expect(await exported([])).toEqual({ requests: [], code: 0 })
  })

  it('tells of a failure once all requests are over', async () => {
    expect(await exported([900, 900, 900], [2])).toEqual({ requests: [1, 1, 1], code: 1 })
  })
})
