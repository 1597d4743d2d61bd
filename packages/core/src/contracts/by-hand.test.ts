import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'

import { definePrompt } from '../context/define-prompt.ts'
import { record, type Recorder } from '../trace/testing/record.ts'
import { traceInference } from '../trace/trace-inference.ts'
import { toolCall } from './tool-call.ts'

const prompt = definePrompt({
  name: 'search_decision',
  version: 1,
  output: toolCall('search', z.object({ query: z.string() })),
})

let recorder: Recorder
beforeEach(() => {
  recorder = record()
})
afterEach(() => recorder.stop())

it.each([
  [{ query: 'x' }, { valid: true, label: 'search' }],
  ['{"query":"x"}', { valid: true, label: 'search' }],
  [{ query: 1 }, { valid: false, violation: 'schema', label: 'search' }],
  [undefined, { valid: false, violation: 'not_json', label: 'search' }],
])('judges the arguments of a call that is traced by hand: %j', (given, verdict) => {
  prompt.run(() =>
    traceInference({ provider: 'mistral_ai', model: 'mistral-small' }, (call) => {
      call.setOutput([
        { role: 'assistant', parts: [{ type: 'tool_call', name: 'search', arguments: given }] },
      ])
      call.setResponse({ finishReasons: ['tool_calls'] })
    }),
  )
  expect(recorder.spans()[0]?.attributes).toMatchObject(
    Object.fromEntries(
      Object.entries(verdict).map(([key, value]) => [`llmops.output.${key}`, value]),
    ),
  )
})
