/**
 * The chatbot as a service with a page. Telemetry needs no line here:
 *
 *   PORT=8000 node --import @kansoku/azure-monitor/register server/main.ts
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { handbook } from '../data/handbook.ts'
import { ConfigurationError, modelFromEnvironment } from '../src/model.ts'
import { createSearch } from '../src/retrieval.ts'
import { searchDecisionFromEnvironment } from '../src/search-decision.ts'
import { createChatServer } from './chat-server.ts'

try {
  const { client, model, where } = modelFromEnvironment(process.env)
  const searchDecision = searchDecisionFromEnvironment(process.env)
  const server = createChatServer({ client, model, search: createSearch(handbook), searchDecision })
  server.listen(Number(process.env['PORT'] ?? 8000), process.env['HOST'] ?? '127.0.0.1')
  await once(server, 'listening')
  const { address, port } = server.address() as AddressInfo
  console.log(`http://${address}:${port} answers with ${model} at ${where}`)
  // The process ends by itself once the last answer is out, and telemetry with it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close())
} catch (error) {
  console.error(error instanceof ConfigurationError ? error.message : error)
  process.exitCode = error instanceof ConfigurationError ? 2 : 1
}
