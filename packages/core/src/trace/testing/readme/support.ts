import { traceAgent, traceInference, traceRetrieval, traceTool } from '@kansoku/core'

import { getPrice, handbook, model } from './services.ts'

export function support(question: string, conversationId: string): Promise<string> {
  return traceAgent({ name: 'support', conversationId, input: question }, async () => {
    const source = { dataSourceId: 'handbook', topK: 2, query: question }
    const pages = await traceRetrieval(source, async (search) => {
      const found = await handbook.search(question, source.topK)
      search.setDocuments(found.map(({ id, score }) => ({ id, score })))
      return found
    })
    const asked = { provider: 'mistral_ai', model: 'mistral-small', input: question }
    const reply = await traceInference(asked, async (call) => {
      const response = await model.ask(question, pages)
      call.setResponse({ id: response.id, finishReasons: [response.stop] })
      call.setUsage({ inputTokens: response.tokens.read, outputTokens: response.tokens.written })
      return response
    })
    if (reply.toolCall === undefined) return reply.text
    const { name, input } = reply.toolCall
    const price = await traceTool({ name, arguments: input }, () => getPrice(input))
    return `${reply.text} ${price.yen} yen`
  })
}
