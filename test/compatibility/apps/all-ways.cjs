/** As `all-ways.mjs`, by the CommonJS build of ours beside the ESM build of the preload. */
const { instrumentOpenAI, OpenAIInstrumentation } = require('@kansoku/instrumentation-openai')
const openai = require('openai')

const { call } = require('./calls.mjs')

const instrumentation = new OpenAIInstrumentation()
instrumentation.manuallyInstrument(openai)
instrumentation.manuallyInstrument(openai.OpenAI)
void call(openai.OpenAI, (client) => instrumentOpenAI(instrumentOpenAI(client)))
