import {
  applyContentPolicy,
  type Content,
  type ContentPolicy,
  redactors,
  resolveContentPolicy,
} from '@kansoku/core'
import { Ajv } from 'ajv'
import { afterEach, describe, expect, it } from 'vitest'

import { sampledContent } from '../../packages/core/src/content/testing/arbitrary-content.ts'
import { loadClient } from '../../packages/instrumentation-openai/src/testing/clients.ts'
import {
  record,
  type Recorder,
} from '../../packages/instrumentation-openai/src/testing/telemetry.ts'
import { readRecordings, replay, type Replay } from './openai-recordings.ts'
import { createJudge } from './semconv-judge.ts'
import { readStrictSchemas } from './semconv-registry.ts'

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
const validators = new Map(
  [...readStrictSchemas()].map(([name, schema]) => [name, ajv.compile(schema)]),
)

/** What the strict schemas say against content in both its forms. */
function broken(content: Content, policy: ContentPolicy): string[] {
  const { forEvent, forSpan } = applyContentPolicy(resolveContentPolicy(policy).general, content)
  return Object.keys(forEvent).flatMap((attribute) => {
    const validate = validators.get(`schemas/${attribute.replaceAll(/[._]/g, '-')}.json`)
    if (!validate) return []
    return [forEvent[attribute], JSON.parse(String(forSpan[attribute])) as unknown]
      .filter((value) => !validate(value))
      .map(() => `${attribute}: ${ajv.errorsText(validate.errors)}`)
  })
}

describe('content by the strict schemas of the conventions', () => {
  const samples = sampledContent(400)
  const budgets = [256, 300, 512, 1024, 2048, 65_536].map((bytes) => ({
    textBytes: bytes,
    attributeBytes: bytes,
  }))

  it.each(['uri', 'blob', 'omit'] as const)(
    'is valid before and after cutting, media: %s',
    (media) => {
      const found = samples.flatMap((content) =>
        budgets.flatMap((budget) =>
          broken(content, { budgets: budget, media, toolDefinitions: 'full' }),
        ),
      )
      expect(found).toEqual([])
    },
  )

  it.each([
    ['everything is left out', () => undefined],
    ['a redactor fails', () => null as never],
    ['all ready redactors run', redactors.all],
  ])('is valid where %s', (_, redact) => {
    const policy = { redact, toolDefinitions: 'full' } as const
    expect(samples.flatMap((content) => broken(content, policy))).toEqual([])
  })
})

describe('recorded calls under small budgets', () => {
  let recorder: Recorder
  let server: Replay
  afterEach(async () => {
    await recorder.stop()
    await server.close()
  })

  it.each([
    [512, 100],
    [4096, 5],
  ])('break no rule of the conventions with %i bytes a call', async (callBytes, atLeastCut) => {
    const recordings = readRecordings().filter(({ path }) =>
      /\/(chat\/completions|responses)$/.test(path),
    )
    server = await replay(recordings)
    const openai = await loadClient(7, 'esm')
    recorder = record({
      contentPolicy: {
        capture: 'SPAN_AND_EVENT',
        budgets: { callBytes },
        redact: redactors.all,
        toolDefinitions: 'full',
        media: 'blob',
      },
    })
    recorder.instrumentation.manuallyInstrument(openai)
    for (const recording of recordings) {
      const client = new openai.OpenAI({
        apiKey: 'test',
        baseURL: server.url(recording),
        maxRetries: 0,
      })
      const params = { model: 'm', ...(recording.request as object) } as never
      const call = recording.path.endsWith('/responses')
        ? client.responses.create({ ...(params as object), stream: false } as never)
        : client.chat.completions.create({ ...(params as object), stream: false } as never)
      // oxlint-disable-next-line no-await-in-loop -- one at a time, as an application would
      await call.then(undefined, () => undefined)
    }
    const spans = recorder.spans()
    const cut = spans.filter(
      ({ attributes }) => attributes['llmops.content.truncated'] !== undefined,
    )
    expect(cut.length).toBeGreaterThanOrEqual(atLeastCut)
    const judge = createJudge({ capture: 'SPAN_AND_EVENT' })
    expect(
      judge.all({
        spans,
        started: recorder.started,
        events: recorder.events(),
        metrics: await recorder.metrics(),
      }),
    ).toEqual([])
  })
})
