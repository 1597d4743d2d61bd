import { once } from 'node:events'
import { createServer } from 'node:http'

/** One chat completion from a server in this process; then both are gone. */
export async function ask(OpenAI) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          id: 'chatcmpl-1',
          object: 'chat.completion',
          created: 1,
          model: 'a-model',
          choices: [
            { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Yes' } },
          ],
          usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
        }),
      )
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = new OpenAI({
    apiKey: 'unused',
    baseURL: `http://127.0.0.1:${server.address().port}/v1`,
  })
  await client.chat.completions.create({
    model: 'a-model',
    messages: [{ role: 'user', content: 'Is it open today?' }],
  })
  server.close()
  server.closeAllConnections()
}
