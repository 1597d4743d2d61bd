const { instrumentOpenAI } = require('@kansoku/instrumentation-openai')
const OpenAI = require('openai')

const { call } = require('./calls.mjs')
const { start } = require('./start.mjs')

start([])
void call(OpenAI.OpenAI, (client) => instrumentOpenAI(client))
