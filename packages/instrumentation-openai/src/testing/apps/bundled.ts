/** What a bundler makes one file of: the client, our package, the SDK. `WAY` and `openai` are put in by the bundler. */
import * as openai from 'openai'

import { instrumentOpenAI } from '../../index.ts'
import { record } from '../telemetry.ts'

declare const WAY: 'manuallyInstrument' | 'instrumentOpenAI'

const recorder = record()
if (WAY === 'manuallyInstrument') recorder.instrumentation.manuallyInstrument(openai)

function traced<T extends object>(client: T): T {
  return WAY === 'instrumentOpenAI' ? instrumentOpenAI(client, recorder.providers) : client
}

const request = { model: 'gpt-4o', messages: [] }
const baseURL = process.env['BASE_URL'] ?? ''
const options = { apiKey: 'none', baseURL, maxRetries: 0 }
const ignored = (): void => undefined

async function main(): Promise<void> {
  const { chat } = traced(new openai.OpenAI(options))
  await chat.completions.create(request)
  for await (const _ of await chat.completions.create({ ...request, stream: true }));
  await chat.completions.create(request, { timeout: 50 }).catch(ignored)
  const { chat: deployed } = traced(
    new openai.AzureOpenAI({ ...options, apiVersion: '2024-10-21', deployment: 'chat-prod' }),
  )
  await deployed.completions.create(request, { signal: AbortSignal.abort() }).catch(ignored)
  const refused = { ...options, fetch: () => Promise.reject(new TypeError('no')) }
  await traced(new openai.OpenAI(refused)).chat.completions.create(request).catch(ignored)
  const spans = recorder.spans().map(({ attributes }) => ({
    provider: attributes['gen_ai.provider.name'],
    end: attributes['error.type'] ?? attributes['gen_ai.response.finish_reasons'],
  }))
  const exceptions = recorder.events().map(({ attributes }) => attributes['exception.type'])
  const warnings = recorder.diagnostics.filter((line) => line.startsWith('kansoku'))
  console.log(JSON.stringify({ spans, exceptions, open: recorder.open(), warnings }))
}

void main()
