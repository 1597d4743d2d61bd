/** The README's preload: `node --import ./telemetry.mjs app.js`. */
import { register } from 'node:module'

import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'

import { start } from './start.mjs'

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, {
  data: { exclude: [/openai\/_shims/] },
})
start([new OpenAIInstrumentation()])
