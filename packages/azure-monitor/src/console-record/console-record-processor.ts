import { guard } from '@kansoku/core'
import { TraceFlags } from '@opentelemetry/api'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'

import { notice } from '../notice.ts'
import { consoleLine } from './console-line.ts'
import { isCall } from './console-record.ts'
import { type LineStream, lineStream } from './line-stream.ts'
import type { ConsoleWriter, ResolvedConsoleRecord } from './options.ts'
import type { RecordRules } from './record-rules.ts'
import { consoleWriterOf } from './with-console-writer.ts'

/** A program that ends so many calls without a turn of the event loop has them written at once. */
const MAX_ENDED = 512
/** Spans that never end must not keep the writers of invocations that are over. */
const MAX_OPEN = 10_000

/**
 * Writes a line for each model call that ends. The spans of a turn of the event loop are read at its end, so that the
 * application's call pays for a place in a list; where the context has a writer, at once, since that may be of no use later.
 */
export function consoleRecordProcessor(
  options: ResolvedConsoleRecord,
  { hasContent, isWanted, ofResource }: RecordRules,
  stdout: LineStream = stdoutLines(),
): SpanProcessor {
  // By its id: what ends may be a copy.
  const writers = new Map<string, ConsoleWriter>()
  const ended: ReadableSpan[] = []
  let scheduled: NodeJS.Immediate | undefined

  const lineOf = (span: ReadableSpan): string | undefined =>
    guard('making a console record', () => {
      const { content, maxLineBytes } = options
      return consoleLine(span, { content: content && hasContent(span), maxLineBytes }, ofResource)
    })
  const writeEnded = (): void => {
    clearImmediate(scheduled)
    scheduled = undefined
    const lines = ended.splice(0).map(lineOf)
    const { write } = options
    if (write) for (const line of lines) writeWith(write, line)
    else stdout.write(lines.filter((line) => line !== undefined))
  }
  const flush = async (): Promise<void> => {
    writeEnded()
    await stdout.flush()
  }

  return {
    onStart: (span, parent) => {
      const write = consoleWriterOf(parent)
      if (!write) return
      const [oldest] = writers.keys()
      if (oldest !== undefined && writers.size >= MAX_OPEN) writers.delete(oldest)
      writers.set(span.spanContext().spanId, write)
    },
    onEnd: (span) => {
      const { spanId } = span.spanContext()
      const write = writers.get(spanId)
      writers.delete(spanId)
      if (!isSampledCall(span) || guard('asking for a tenant', () => isWanted(span)) !== true)
        return
      if (write) return writeWith(write, lineOf(span))
      ended.push(span)
      if (ended.length >= MAX_ENDED) writeEnded()
      else scheduled ??= setImmediate(writeEnded)
    },
    forceFlush: flush,
    shutdown: flush,
  }
}

/** What is recorded and not sampled goes to no exporter either. */
function isSampledCall(span: ReadableSpan): boolean {
  return isCall(span) && (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0
}

function writeWith(write: ConsoleWriter, line: string | undefined): void {
  if (line === undefined) return
  const written: unknown = guard(WRITING, () => write(line))
  // The compiler takes an async function for one without a result; its rejection would end the process.
  if (written instanceof Promise)
    written.catch((error: unknown) => {
      guard(WRITING, () => {
        throw error
      })
    })
}

const WRITING = 'writing a console record'

function stdoutLines(): LineStream {
  return lineStream(
    () => process.stdout,
    (lost, reason) => notice(`${lost} console records were lost: ${reason}.`),
  )
}
