const { OpenAI } = require('openai')

const { call } = require('./calls.mjs')

void call(OpenAI)
