// One invocation of a serverless handler; the host ends the process at once when it has its answer.
import { flushTelemetry, withFlush } from '@kansoku/azure-monitor'
import OpenAI from 'openai'

const [how] = process.argv.slice(2)
const client = new OpenAI({ apiKey: 'none', baseURL: process.env.MODEL_URL, maxRetries: 0 })

async function ask(question) {
  const completion = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: question }],
  })
  if (how === 'throw') throw new RangeError('the handler failed')
  return completion.choices[0].message.content
}

/** As a host with a hook after each invocation. */
async function hooked(question) {
  const answer = await ask(question)
  await flushTelemetry()
  return answer
}

const handler = how === 'hook' ? hooked : withFlush(ask, { timeoutMillis: 500 })
const line = await handler('はい？').catch((error) => `${error.name}: ${error.message}`)
// Synchronous, as nothing waits for a pipe when a process is killed.
;(await import('node:fs')).writeSync(1, `${line}\n`)
process.kill(process.pid, 'SIGKILL')
