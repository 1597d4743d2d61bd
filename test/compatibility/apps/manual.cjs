const { OpenAIInstrumentation } = require('@kansoku/instrumentation-openai')
const openai = require('openai')

const { call } = require('./calls.mjs')
const { start } = require('./start.mjs')

const instrumentation = new OpenAIInstrumentation()
start([instrumentation])
instrumentation.manuallyInstrument(openai)
void call(openai.OpenAI)
