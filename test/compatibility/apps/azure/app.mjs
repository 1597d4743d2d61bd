import * as core from '@kansoku/core'
import OpenAI from 'openai'

import { calls } from './calls.mjs'

await calls(OpenAI, core)
