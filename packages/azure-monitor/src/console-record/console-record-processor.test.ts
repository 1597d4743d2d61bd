import { EventEmitter } from 'node:events'

import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api'
import { node } from '@opentelemetry/sdk-node'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { consoleRecordProcessor } from './console-record-processor.ts'
import type { ConsoleRecord } from './console-record.ts'
import { lineStream, type LineTarget } from './line-stream.ts'
import type { ResolvedConsoleRecord } from './options.ts'
import { withConsoleWriter } from './with-console-writer.ts'

beforeAll(() => {
  new node.NodeTracerProvider().register()
})
afterAll(() => {
  for (const api of [context, propagation, trace]) api.disable()
})
afterEach(() => diag.disable())

const OPTIONS: ResolvedConsoleRecord = {
  only: false,
  content: false,
  maxLineBytes: 16_383,
  write: undefined,
}

/** A stream whose callbacks the test calls. */
class Target extends EventEmitter implements LineTarget {
  readonly writes: string[] = []
  readonly callbacks: ((error?: Error) => void)[] = []
  writableLength = 0
  write(text: string, callback: (error?: Error) => void): boolean {
    this.writes.push(text)
    this.callbacks.push(callback)
    return true
  }
}

async function rejects(): Promise<void> {
  throw new TypeError('mine')
}

function started(options: Partial<ResolvedConsoleRecord> = {}) {
  const target = new Target()
  const reports: unknown[][] = []
  const processor = consoleRecordProcessor(
    { ...OPTIONS, ...options },
    {
      ofResource: () => ({}),
      isWanted: ({ attributes }) => attributes['gen_ai.prompt.name'] !== 'unwanted',
      hasContent: ({ attributes }) => attributes['gen_ai.prompt.name'] !== 'secret',
    },
    lineStream(
      () => target,
      (...report) => reports.push(report),
    ),
  )
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test')
  const call = (prompt: string, operation = 'chat'): void =>
    tracer
      .startSpan('call', {
        attributes: {
          'gen_ai.operation.name': operation,
          'gen_ai.prompt.name': prompt,
          'gen_ai.output.messages': 'said',
        },
      })
      .end()
  return { call, processor, reports, target }
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
const promptsIn = (text: string): string[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as ConsoleRecord).prompt_type)

describe('consoleRecordProcessor', () => {
  it('writes the calls of one turn in one write, each on a line, and nothing else', async () => {
    const { call, target } = started()
    call('a')
    call('b')
    call('c', 'embeddings')
    call('d', 'execute_tool')
    expect(target.writes).toEqual([])
    await turn()
    expect(target.writes.map(promptsIn)).toEqual([['a', 'b']])
    call('e')
    await turn()
    expect(target.writes.map(promptsIn)).toEqual([['a', 'b'], ['e']])
  })

  it('leaves out calls that are unwanted, and content that is, whoever asks for it', async () => {
    const { call, target } = started({ content: true })
    call('unwanted')
    call('secret')
    call('a')
    await turn()
    const records = target.writes[0]
      ?.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ConsoleRecord)
    expect(records?.map(({ prompt_type, response }) => [prompt_type, response])).toEqual([
      ['secret', ''],
      ['a', 'said'],
    ])
  })

  it('flushes at once, and is done when the stream is', async () => {
    const { call, processor, target } = started()
    call('a')
    let done = false
    const flushed = processor.forceFlush().then(() => (done = true))
    expect(target.writes).toHaveLength(1)
    await turn()
    expect(done).toBe(false)
    target.callbacks[0]?.()
    await flushed
    expect(done).toBe(true)
  })

  it('drops and counts what a slow reader does not take, and goes on when it does', async () => {
    const { call, reports, target } = started()
    target.writableLength = 8 * 1024 * 1024
    for (let calls = 0; calls < 25; calls += 1) {
      call('lost')
      await turn() // oxlint-disable-line no-await-in-loop -- one write each
    }
    expect(target.writes).toEqual([])
    expect(reports.map(([lost]) => lost)).toEqual([1, 10])
    target.writableLength = 0
    call('a')
    await turn()
    expect(target.writes.map(promptsIn)).toEqual([['a']])
  })

  it('survives a reader that is gone, tries no more, and listens no longer than its line takes', async () => {
    const { call, processor, reports, target } = started()
    call('a')
    await turn()
    const error = new Error('write EPIPE')
    target.callbacks[0]?.(error)
    expect(target.emit('error', error)).toBe(true)
    await turn()
    expect(target.listenerCount('error')).toBe(0)
    call('b')
    await turn()
    expect(target.writes).toHaveLength(1)
    expect(reports).toEqual([[1, 'stdout cannot be written to (write EPIPE)']])
    await processor.shutdown()
  })

  it('survives a write that throws, as one of the application’s own may', async () => {
    const { call, processor, reports, target } = started()
    target.write = () => {
      throw new TypeError('mine')
    }
    call('a')
    await processor.forceFlush()
    expect(reports).toEqual([[1, 'stdout cannot be written to (TypeError)']])
  })

  it('listens once, however many writes are under way', async () => {
    const { call, target } = started()
    for (let calls = 0; calls < 12; calls += 1) {
      call('a')
      await turn() // oxlint-disable-line no-await-in-loop -- one write each
    }
    expect(target.writes).toHaveLength(12)
    expect(target.listenerCount('error')).toBe(1)
    for (const callback of target.callbacks) callback()
    await turn()
    expect(target.listenerCount('error')).toBe(0)
  })

  it('gives lines to the writer of the options, whatever that throws', async () => {
    const problems: unknown[][] = []
    diag.setLogger({ error: (...said: unknown[]) => problems.push(said) } as never, {
      logLevel: DiagLogLevel.ERROR,
      suppressOverrideMessage: true,
    })
    const lines: string[] = []
    const { call, target } = started({
      write: (line) => {
        if (line.includes('"bad"')) throw new TypeError('mine')
        lines.push(`${line}\n`)
      },
    })
    call('a')
    call('bad')
    call('b')
    await turn()
    expect(promptsIn(lines.join(''))).toEqual(['a', 'b'])
    expect(problems.map(([what]) => what)).toEqual(['kansoku: writing a console record failed'])
    expect(target.writes).toEqual([])
  })

  it('survives an async writer that rejects', async () => {
    const problems: unknown[] = []
    diag.setLogger({ error: (what: unknown) => problems.push(what) } as never, {
      logLevel: DiagLogLevel.ERROR,
      suppressOverrideMessage: true,
    })
    started({ write: rejects }).call('a')
    withConsoleWriter(rejects, () => started().call('b'))
    await turn()
    const failed = 'kansoku: writing a console record failed'
    expect(problems).toEqual([failed, failed])
  })

  it('gives the lines of an invocation to its own writer, at each call’s end', async () => {
    const { call, target } = started()
    const logs: Record<string, string[]> = { x: [], y: [] }
    const invocation = (name: string): Promise<void> =>
      withConsoleWriter(
        (line) => logs[name]?.push(...promptsIn(`${line}\n`)),
        async () => {
          call(`${name}1`)
          expect(logs[name]).toEqual([`${name}1`])
          await turn()
          call(`${name}2`)
        },
      )
    await Promise.all([invocation('x'), invocation('y')])
    call('outside')
    await turn()
    expect(logs).toEqual({ x: ['x1', 'x2'], y: ['y1', 'y2'] })
    expect(target.writes.map(promptsIn)).toEqual([['outside']])
  })
})
