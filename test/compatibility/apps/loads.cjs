/** Loads the client, twice, and does nothing with it. */
const { OpenAI } = require('openai')

if (OpenAI !== require('openai').OpenAI) process.exitCode = 1
