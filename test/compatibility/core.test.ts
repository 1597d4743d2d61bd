import { cp } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type Installation, install } from '../install.ts'
import { type Generation, GENERATIONS } from './installations.ts'

/** What the application prints, as far as it is looked at. */
interface Printed {
  readonly spans: readonly { readonly name: string; readonly attributes: object }[]
  readonly events: readonly {
    readonly eventName: string
    readonly inSpan: boolean
    readonly attributes: object
  }[]
  readonly diagnostics: readonly string[]
}

const CONTEXT = {
  'gen_ai.prompt.name': 'answer',
  'gen_ai.prompt.version': '2',
  'gen_ai.conversation.id': 'c-1',
  'llmops.metadata.turn': 3,
}
const JUDGED = {
  'gen_ai.response.id': 'response-1',
  'llmops.prompt.name': 'answer',
  'llmops.prompt.version': '2',
  'llmops.conversation.id': 'c-1',
}
const CHECKS = {
  'llmops.evaluation.evaluator.name': 'checks',
  'llmops.evaluation.evaluator.kind': 'code',
}

describe.each(Object.keys(GENERATIONS) as Generation[])(
  'core, installed by npm beside OpenTelemetry %s',
  (generation) => {
    let installation: Installation
    let telemetry: Printed

    beforeAll(async () => {
      installation = await install({ packages: ['core'], dependencies: GENERATIONS[generation] })
      await cp(fileURLToPath(new URL('apps/', import.meta.url)), installation.folder, {
        recursive: true,
      })
      const stdout = await installation.node(['by-hand.mjs'], {
        env: { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'EVENT_ONLY' },
      })
      telemetry = JSON.parse(stdout) as Printed
    }, 240_000)
    afterAll(() => installation.remove())

    it('is within all peer ranges, and has nothing to warn of', () => {
      expect([...installation.complaints, ...telemetry.diagnostics]).toEqual([])
    })

    it('puts the context on its own spans and on those of others, from either copy', () => {
      expect(telemetry.spans.map(({ attributes, name }) => ({ name, attributes }))).toEqual([
        {
          name: 'chat small',
          attributes: {
            ...CONTEXT,
            'gen_ai.operation.name': 'chat',
            'gen_ai.provider.name': 'mistral_ai',
            'gen_ai.request.model': 'small',
            'gen_ai.response.id': 'response-1',
            'llmops.content.capture': 'event',
            'llmops.output.contract': 'oneOf(Yes, No)',
            'llmops.output.label': 'Yes',
            'llmops.output.valid': true,
          },
        },
        { name: 'chat', attributes: { ...CONTEXT, 'gen_ai.operation.name': 'chat' } },
      ])
    })

    it('sends evaluations, joined with their call, from either copy', () => {
      const events = telemetry.events.filter(
        ({ eventName }) => eventName === 'gen_ai.evaluation.result',
      )
      expect(events.map(({ attributes, inSpan }) => ({ attributes, inSpan }))).toEqual([
        {
          inSpan: true,
          attributes: {
            ...JUDGED,
            ...CHECKS,
            'gen_ai.evaluation.name': 'by_reference',
            'gen_ai.evaluation.score.value': 1,
          },
        },
        {
          inSpan: true,
          attributes: {
            ...JUDGED,
            'gen_ai.evaluation.name': 'user_feedback',
            'gen_ai.evaluation.score.value': 1,
            'gen_ai.evaluation.score.label': 'up',
            'gen_ai.evaluation.explanation': 'nice',
            'llmops.content.capture': 'event',
            'llmops.evaluation.evaluator.name': 'user',
            'llmops.evaluation.evaluator.kind': 'human',
          },
        },
        {
          inSpan: false,
          attributes: {
            ...CHECKS,
            'gen_ai.evaluation.name': 'by_id',
            'gen_ai.evaluation.score.label': 'pass',
            'gen_ai.response.id': 'response-2',
          },
        },
      ])
    })
  },
)
