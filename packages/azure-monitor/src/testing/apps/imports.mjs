import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'

import { hookModules } from '../../module-hook.ts'

hookModules()
const _ = new OpenAIInstrumentation()

const { AzureOpenAI, OpenAI } = await import(process.argv[2])
const create = (OpenAI ?? AzureOpenAI.__proto__).Chat.Completions.prototype.create
// The client's own is written in its source; ours is a wrapper.
console.log(!create.toString().includes('chat/completions'))
