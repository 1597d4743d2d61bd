import { afterEach, describe, expect, it } from 'vitest'

import type { OpenAIInstrumentationConfig } from '../options.ts'
import { loadClient, MAJORS } from '../testing/clients.ts'
import { choice, completion } from '../testing/fixtures.ts'
import { record, type Recorder } from '../testing/telemetry.ts'

let recorder: Recorder | undefined

afterEach(() => recorder?.stop())

const ANSWER = JSON.stringify(completion([choice({ content: 'Yes' })]))

describe.each(MAJORS)('a client of openai %i that was required before us', (major) => {
  async function spansOf(config: OpenAIInstrumentationConfig): Promise<unknown[]> {
    const { OpenAI } = await loadClient(major, 'cjs')
    const client = new OpenAI({
      apiKey: 'test',
      fetch: () =>
        Promise.resolve(new Response(ANSWER, { headers: { 'content-type': 'application/json' } })),
    })
    recorder = record(config)
    await client.chat.completions.create({ model: 'gpt-4o', messages: [] })
    expect(recorder.diagnostics.filter((line) => line.startsWith('kansoku'))).toEqual([])
    return recorder.spans().map(({ name }) => name)
  }

  it('is left alone by an instrumentation that is off', async () => {
    expect(await spansOf({ enabled: false })).toEqual([])
  })

  it('is traced all the same', async () => {
    expect(await spansOf({})).toEqual(['chat gpt-4o'])
  })
})
