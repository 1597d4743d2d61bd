// An application that configures us itself, started with `register` all the same.
import { azureMonitor } from '@kansoku/azure-monitor'
import { NodeSDK } from '@opentelemetry/sdk-node'
import OpenAI from 'openai'

const sdk = new NodeSDK(azureMonitor({ serviceName: 'own-sdk' }))
sdk.start()
process.once('beforeExit', () => void sdk.shutdown())
const client = new OpenAI({ apiKey: 'none', baseURL: process.env.MODEL_URL, maxRetries: 0 })
await client.chat.completions.create({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'はい？' }],
})
