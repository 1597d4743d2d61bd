const core = require('@kansoku/core')
const OpenAI = require('openai')

const { calls } = require('./calls.mjs')

void calls(OpenAI, core)
