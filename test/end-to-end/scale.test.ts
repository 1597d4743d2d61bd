import { describe, expect, it } from 'vitest'

import type { Measured } from '../scale/measured.ts'
import { day, ratioWithin, rowsPerSecond, storedGigabytes } from '../scale/plan.ts'
import { type Load, simulateQueue } from '../scale/queue.ts'

const size = (stored: number, rows = 1) => ({ rows, sent: stored, stored })
const MEASURED: Measured = {
  call: { AppDependencies: size(1000) },
  failedCall: { AppDependencies: size(800), AppExceptions: size(1200) },
  callWithContent: { AppDependencies: size(10_000) },
  contentCharacters: 4000,
  metrics: { AppMetrics: size(3000, 6) },
  waitingBytes: 5000,
}
const FLEET = { callsPerSecond: 1000, processes: 10, mattering: 0.01 }

describe('the plan of a day', () => {
  it('adds up calls by their kind, and the metrics of every process', () => {
    expect(day(MEASURED, { ...FLEET, ratio: 0.1 })).toEqual({
      AppDependencies: {
        rows: expect.closeTo(86_400_000 * 0.109, 0),
        sent: expect.closeTo(86_400_000 * (99 + 8), -1),
        stored: expect.closeTo(86_400_000 * (99 + 8), -1),
      },
      AppExceptions: { rows: 864_000, sent: 1_036_800_000, stored: 1_036_800_000 },
      AppMetrics: { rows: 86_400, sent: 43_200_000, stored: 43_200_000 },
    })
    expect(rowsPerSecond(day(MEASURED, { ...FLEET, ratio: 1 }))).toBeCloseTo(1011, 0)
  })

  it.each([
    [100, 1],
    [50, 1 / 2],
    [10, 1 / 11],
    [1.5, 0],
  ])('finds the ratio for %f GB', (gigabytes, ratio) => {
    expect(ratioWithin(gigabytes, MEASURED, FLEET)).toBe(ratio)
    const stored = storedGigabytes(day(MEASURED, { ...FLEET, ratio }))
    // No ratio is small enough for the last: what failed is always kept.
    expect(stored <= gigabytes).toBe(ratio > 0)
  })
})

describe('the queue of a process', () => {
  const load: Load = {
    callsPerSecond: 1000,
    seconds: 60,
    latency: 100,
    batchSize: 512,
    queueSize: 2048,
    batchDelay: 5000,
  }

  it('loses nothing as long as a batch is answered before the next is full', () => {
    const { calls, dropped, mostWaiting } = simulateQueue(load)
    expect(calls).toBeGreaterThan(59_000)
    expect([dropped, mostWaiting]).toEqual([0, 512])
  })

  it('loses what comes faster than batches are answered', () => {
    const { calls, dropped } = simulateQueue({ ...load, latency: 1000 })
    expect(dropped / calls).toBeCloseTo(1 - 0.512, 1)
  })

  it('waits for company where there are few calls', () => {
    const { requests } = simulateQueue({ ...load, callsPerSecond: 10 })
    expect(requests).toBeGreaterThan(9)
    expect(requests).toBeLessThan(13)
  })

  it('loses in an outage what the disk cannot take in time', () => {
    const outage = { from: 10_000, until: 40_000, latency: 6000 }
    expect(simulateQueue({ ...load, outage }).dropped).toBeGreaterThan(20_000)
    expect(simulateQueue({ ...load, outage, callsPerSecond: 50 }).dropped).toBe(0)
  })
})
