import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { samplingScore } from './sampling-score.ts'
import { createTraceBuffer, type TraceBuffer } from './trace-buffer.ts'

/** By their hash the one is kept at one in two, the other is not. */
const KEPT = id(true)
const DROPPED = id(false)
function id(kept: boolean): string {
  for (let index = 0; ; index++) {
    const traceId = index.toString(16).padStart(32, '0')
    if (samplingScore(traceId) < 50 === kept) return traceId
  }
}

const LIMITS = {
  oneIn: 2,
  maxTraceMillis: 1000,
  maxTraceItems: 10,
  maxItems: 20,
  maxBytes: 1000,
}

let released: [string, number][]
function buffer(limits: Partial<typeof LIMITS> = {}): TraceBuffer<string> {
  return createTraceBuffer<string>({ ...LIMITS, ...limits }, (item, rate) => {
    released.push([item, rate])
  })
}
const entry = (item: string, matters = false, bytes = 10) => ({ item, matters, bytes })

beforeEach(() => {
  released = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => void vi.useRealTimers())

describe('createTraceBuffer', () => {
  it('holds a trace back until none of its spans is open', () => {
    const traces = buffer()
    traces.start(KEPT)
    traces.start(KEPT)
    traces.end(KEPT, entry('call'))
    traces.add(KEPT, entry('log'))
    expect(released).toEqual([])
    expect(traces.waiting()).toEqual({ items: 2, bytes: 20 })
    traces.end(KEPT, entry('request'))
    expect(released).toEqual([
      ['call', 50],
      ['log', 50],
      ['request', 50],
    ])
    expect(traces.waiting()).toEqual({ items: 0, bytes: 0 })
  })

  it('drops the whole of an ordinary trace, or keeps the whole of one in which something matters', () => {
    const traces = buffer()
    for (const matters of [false, true]) {
      traces.start(DROPPED)
      traces.start(DROPPED)
      traces.end(DROPPED, entry('call', matters))
      traces.end(DROPPED, entry('request'))
    }
    expect(released).toEqual([
      ['call', 100],
      ['request', 100],
    ])
  })

  it('counts what matters once, also where the draw would have kept it', () => {
    const traces = buffer()
    traces.start(KEPT)
    traces.end(KEPT, entry('call', true))
    expect(released).toEqual([['call', 100]])
  })

  it('keeps nothing ordinary with a ratio of 0', () => {
    const traces = buffer({ oneIn: Number.POSITIVE_INFINITY })
    traces.start(KEPT)
    traces.end(KEPT, entry('call'))
    traces.start(KEPT)
    traces.end(KEPT, entry('failed', true))
    expect(released).toEqual([['failed', 100]])
  })

  it('lets what comes after its end follow the trace', () => {
    const traces = buffer()
    traces.start(DROPPED)
    traces.end(DROPPED, entry('failed', true))
    traces.add(DROPPED, entry('late log'))
    traces.start(DROPPED)
    traces.end(DROPPED, entry('late call'))
    traces.start(KEPT)
    traces.end(KEPT, entry('ordinary'))
    traces.add(KEPT, entry('its late log'))
    expect(released).toEqual([
      ['failed', 100],
      ['late log', 100],
      ['late call', 100],
      ['ordinary', 50],
      ['its late log', 50],
    ])
  })

  it('decides a trace that takes too long, and what follows by the same draw', () => {
    const traces = buffer()
    for (const trace of [KEPT, DROPPED]) {
      traces.start(trace)
      traces.start(trace)
      traces.end(trace, entry('early'))
    }
    vi.advanceTimersByTime(999)
    expect(released).toEqual([])
    vi.advanceTimersByTime(2)
    expect(released).toEqual([['early', 50]])
    for (const trace of [KEPT, DROPPED]) traces.end(trace, entry('late'))
    expect(released).toEqual([
      ['early', 50],
      ['late', 50],
    ])
  })

  it('keeps what matters after a trace was decided against, and all that follows', () => {
    const traces = buffer()
    traces.start(DROPPED)
    traces.start(DROPPED)
    traces.start(DROPPED)
    traces.end(DROPPED, entry('early'))
    traces.decideAll()
    traces.end(DROPPED, entry('failed', true))
    traces.end(DROPPED, entry('request'))
    traces.add(DROPPED, entry('log'))
    expect(released).toEqual([
      ['failed', 100],
      ['request', 100],
      ['log', 100],
    ])
  })

  it('keeps no more of a trace without end than may wait of one, and of the rest what matters', () => {
    const traces = buffer({ maxTraceItems: 3 })
    for (const matters of [true, false, false, false, true, false]) {
      traces.start(DROPPED)
      traces.end(DROPPED, entry(matters ? 'failed' : 'ordinary', matters))
    }
    expect(released).toEqual([
      ['failed', 100],
      ['ordinary', 100],
      ['ordinary', 100],
      ['failed', 100],
    ])
  })

  it.each([
    ['spans and logs', { maxItems: 3 }],
    ['bytes', { maxBytes: 30 }],
  ])(
    'decides the trace that has waited longest where there is no room for more %s',
    (_, limits) => {
      const traces = buffer(limits)
      // The oldest of all has nothing that waits: deciding it would win no room.
      traces.start('an empty one')
      for (const trace of [KEPT, DROPPED]) {
        traces.start(trace)
        traces.start(trace)
        traces.end(trace, entry(trace))
        traces.add(trace, entry('log'))
      }
      expect(released).toEqual([
        [KEPT, 50],
        ['log', 50],
      ])
      expect(traces.waiting()).toEqual({ items: 2, bytes: 20 })
    },
  )

  it('decides a single trace that has too much', () => {
    const traces = buffer({ maxTraceItems: 2 })
    traces.start(KEPT)
    traces.add(KEPT, entry('1'))
    traces.add(KEPT, entry('2'))
    traces.add(KEPT, entry('3'))
    expect(released).toHaveLength(3)
    expect(traces.waiting()).toEqual({ items: 0, bytes: 0 })
  })

  it('decides everything when it is told to', () => {
    const traces = buffer()
    traces.start(KEPT)
    traces.start(KEPT)
    traces.end(KEPT, entry('call'))
    traces.start(DROPPED)
    traces.add(DROPPED, entry('error', true))
    traces.decideAll()
    expect(released).toEqual([
      ['call', 50],
      ['error', 100],
    ])
  })

  it('lets through at once what it has not seen start', () => {
    const traces = buffer()
    traces.end(KEPT, entry('ordinary'))
    traces.end(DROPPED, entry('ordinary'))
    traces.end(DROPPED, entry('failed', true))
    expect(released).toEqual([
      ['ordinary', 50],
      ['failed', 100],
    ])
  })

  it('forgets the oldest of 10,000 traces that never end', () => {
    const traces = buffer()
    for (let index = 0; index < 10_001; index++) traces.start(`${index}`)
    traces.end('0', entry('failed', true))
    expect(released).toEqual([['failed', 100]])
  })
})
