import { isMainThread, Worker } from 'node:worker_threads'

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url))
  await new Promise((resolve) => worker.once('exit', resolve))
} else {
  const { default: OpenAI } = await import('openai')
  const client = new OpenAI({ apiKey: 'test', baseURL: process.env.BASE_URL })
  await client.chat.completions.create({ model: 'worker', messages: [] })
}
