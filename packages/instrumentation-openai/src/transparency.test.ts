import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { beforeAll, describe, expect, it } from 'vitest'

import { FAILURES } from './testing/transparency/failures.ts'
import { PLAIN } from './testing/transparency/plain.ts'
import { STREAMS } from './testing/transparency/streams.ts'

interface Result {
  readonly name: string
  readonly observed: unknown
  readonly unhandled: readonly string[]
  readonly requests: readonly unknown[]
  readonly spans: readonly {
    readonly attributes: Readonly<Record<string, unknown>>
    readonly status: { readonly code: number }
  }[]
  readonly events: readonly { readonly eventName: string }[]
  readonly metrics: readonly string[]
  readonly open: number
  readonly diagnostics: readonly string[]
}

const run = promisify(execFile)
const child = fileURLToPath(new URL('testing/transparency/child.ts', import.meta.url))

async function play(format: string, mode: string): Promise<Map<string, Result>> {
  const flags = ['--conditions=@kansoku/source', '--no-warnings', '--expose-gc']
  const { stdout } = await run(process.execPath, [...flags, child, format, mode], {
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  })
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"name"'))
  return new Map(
    lines.map((line) => {
      const result = JSON.parse(line) as Result
      return [result.name, result]
    }),
  )
}

describe.each(['esm', 'cjs'])('an application that loads the client as %s', (format) => {
  let bare: Map<string, Result>
  let traced: Map<string, Result>

  beforeAll(async () => {
    ;[bare, traced] = await Promise.all([play(format, 'bare'), play(format, 'traced')])
  }, 90_000)

  const scenarios = [...PLAIN, ...FAILURES, ...STREAMS]

  it.each(scenarios)('sees what it sees without us: $name', ({ name }) => {
    const { observed, requests, unhandled } = traced.get(name) as Result
    const without = bare.get(name) as Result
    expect({ observed, requests, unhandled }).toEqual({
      observed: without.observed,
      requests: without.requests,
      unhandled: without.unhandled,
    })
  })

  it.each(scenarios)('has one ended span for each call: $name', ({ ends, name }) => {
    const { diagnostics, events, open, spans } = traced.get(name) as Result
    const ended = spans.map(({ attributes, status }) => ({
      error: attributes['error.type'],
      finish: attributes['gen_ai.response.finish_reasons'],
      usage: [attributes['gen_ai.usage.input_tokens'], attributes['gen_ai.usage.output_tokens']],
      failed: status.code === 2,
    }))
    expect({ ended, open, diagnostics, exceptions: events.length }).toEqual({
      ended: ends.map(({ error, finish, usage }) => ({
        error,
        finish,
        usage: usage ?? [undefined, undefined],
        failed: error !== undefined,
      })),
      open: 0,
      diagnostics: [],
      exceptions: ends.filter(({ error }) => error !== undefined).length,
    })
  })

  it('leaves no word of a prompt or an answer in any signal', () => {
    for (const { diagnostics, events, metrics, spans } of traced.values())
      expect(JSON.stringify([diagnostics, events, metrics, spans])).not.toContain('canary')
    expect(JSON.stringify([...bare.values()])).toContain('canary')
  })
})
