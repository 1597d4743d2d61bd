/** Loads the client, and does nothing with it. */
import { OpenAI } from 'openai'

if (typeof OpenAI !== 'function') process.exitCode = 1
