import { setTimeout } from 'node:timers/promises'

import { diag } from '@opentelemetry/api'

/** The part of `process.stdout` that lines need. */
export interface LineTarget {
  readonly writableLength: number
  write(text: string, callback: (error?: Error | null) => void): boolean
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

export interface LineStream {
  /** Takes lines without their ends. Never throws, never waits. */
  readonly write: (lines: readonly string[]) => void
  /** Resolves once what was written is out, or cannot be. */
  readonly flush: () => Promise<void>
}

/**
 * What may wait in memory for a reader that is slow; then lines are dropped, and counted. Node writes to a pipe without
 * waiting (measured on Linux with Node 24: 20 MB to one that nobody reads took 29 ms), so nothing else would stop the
 * queue from growing.
 */
const MAX_WAITING = 8 * 1024 * 1024
/** Milliseconds. */
const MAX_FLUSH = 2000
/** A loss is said again when it is so many times as large. */
const SAY_AGAIN = 10

/**
 * Writes whole lines to a stream that others write to as well: lines that come together go in one write, and the stream's
 * own queue keeps writes apart.
 *
 * @param target asked at the first line: the mere look at `process.stdout` opens it
 * @param report told of lines that are lost, and why
 */
export function lineStream(
  target: () => LineTarget,
  report: (lost: number, reason: string) => void,
): LineStream {
  const pending = new Set<Promise<void>>()
  const writeGuarded = guardedWriter()
  let broken: string | undefined
  let lost = 0
  let said = 0

  const lose = (lines: number, reason: string): void => {
    lost += lines
    if (said !== 0 && lost < said * SAY_AGAIN) return
    said = lost
    report(lost, reason)
  }

  const send = (lines: readonly string[]): void => {
    const stream = target()
    const text = `${lines.join('\n')}\n`
    if (stream.writableLength + text.length > MAX_WAITING)
      return lose(lines.length, 'nobody reads stdout fast enough')
    const written = writeGuarded(stream, text).then((problem) => {
      pending.delete(written)
      if (problem === undefined) return
      broken = `stdout cannot be written to (${problem})`
      lose(lines.length, broken)
    })
    pending.add(written)
  }

  return {
    write: (lines) => {
      if (lines.length === 0) return
      if (broken !== undefined) return lose(lines.length, broken)
      try {
        send(lines)
      } catch (error) {
        diag.error('kansoku: console records were lost', error instanceof Error ? error.name : '')
        broken = 'stdout cannot be written to'
        lose(lines.length, broken)
      }
    },
    flush: async () => {
      // Where the application has put a function of its own in the place of `write`, nobody may ever call back.
      await Promise.race([Promise.all(pending), setTimeout(MAX_FLUSH, undefined, { ref: false })])
    },
  }
}

function ignore(): void {}

/**
 * A stream whose reader is gone emits `error`, which ends a process that does not listen. For our lines we listen, until
 * they are out and no longer: what becomes of the application's own lines stays as it is. One listener, however many
 * writes are under way: Node warns of more than ten.
 */
function guardedWriter(): (stream: LineTarget, text: string) => Promise<string | undefined> {
  let underWay = 0
  return (stream, text) =>
    new Promise((resolve) => {
      if (underWay === 0) stream.on('error', ignore)
      underWay += 1
      const over = (problem: string | undefined): void => {
        // The event comes after the callback.
        setImmediate(() => {
          underWay -= 1
          if (underWay === 0) stream.off('error', ignore)
        })
        resolve(problem)
      }
      try {
        stream.write(text, (error) => over(error?.message))
      } catch (error) {
        over(error instanceof Error ? error.name : 'it throws')
      }
    })
}
