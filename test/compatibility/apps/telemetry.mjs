/** The README's preload: `node --import ./telemetry.mjs app.js`. */
// oxlint-disable-next-line import/no-unassigned-import -- it works by being imported
import '@kansoku/instrumentation-openai/hook'
import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'

import { start } from './start.mjs'

start([new OpenAIInstrumentation()])
