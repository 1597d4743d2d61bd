// What `@kansoku/core` does by itself, with both of its copies in one process: an application may have loaded it as ESM
// and as CommonJS.
import { createRequire } from 'node:module'

import * as esm from '@kansoku/core'
import { trace } from '@opentelemetry/api'

import { start } from './start.mjs'

const cjs = createRequire(import.meta.url)('@kansoku/core')

start([], [new esm.PromptContextSpanProcessor()])

const prompt = esm.definePrompt({ name: 'answer', version: 2, output: esm.oneOf('Yes', 'No') })
await prompt.run({ conversationId: 'c-1', metadata: { turn: 3 } }, async () => {
  await cjs.traceInference({ provider: 'mistral_ai', model: 'small' }, async (call) => {
    call.setResponse({ id: 'response-1' })
    return 'Yes'
  })
  trace
    .getTracer('another vendor')
    .startSpan('chat', { attributes: { 'gen_ai.operation.name': 'chat' } })
    .end()
})

const ref = JSON.parse(JSON.stringify(esm.callRefOf({ id: 'response-1' })))
const evaluator = { name: 'checks', kind: 'code' }
esm.recordEvaluation({ call: ref, name: 'by_reference', score: 1, evaluator })
esm.recordFeedback({ responseId: 'response-1', thumb: 'up', comment: 'nice' })
cjs.recordEvaluation({ responseId: 'response-2', name: 'by_id', label: 'pass', evaluator })
