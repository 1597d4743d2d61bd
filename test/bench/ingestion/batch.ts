import { randomBytes } from 'node:crypto'

const QUESTION = '東京の明日の天気は? 傘は要りますか。'

/** The envelope of one chat call as our exporter sends it, 1.6 KB, with marks where calls differ. */
const [before = '', afterTime = '', afterTrace = '', after = ''] = JSON.stringify({
  ver: 1,
  name: 'Microsoft.ApplicationInsights.RemoteDependency',
  time: '<mark>',
  sampleRate: 100,
  iKey: '00000000-0000-0000-0000-000000000000',
  tags: {
    'ai.internal.sdkVersion': 'node24:otel2.10.0:ext1.0.0-beta.47',
    'ai.cloud.role': 'rag-chatbot',
    'ai.cloud.roleInstance': 'laptop',
    'ai.operation.id': '<mark>',
    'ai.operation.parentId': 'b7ad6b7169203331',
  },
  data: {
    baseType: 'RemoteDependencyData',
    baseData: {
      ver: 2,
      id: '<mark>',
      name: 'chat gpt-4o',
      type: 'GenAI | openai',
      target: 'api.openai.com',
      resultCode: '200',
      duration: '00:00:00.8444024',
      success: true,
      properties: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.response.id': 'chatcmpl-9f2c',
        'gen_ai.response.finish_reasons': '["stop"]',
        'gen_ai.prompt.name': 'search_decision',
        'gen_ai.prompt.version': '4',
        'gen_ai.conversation.id': 'conversation-17',
        'gen_ai.usage.input_tokens': '312',
        'gen_ai.usage.output_tokens': '2',
        'llmops.metadata.turn': '3',
        'llmops.output.contract': 'oneOf(Yes,No)',
        'llmops.output.label': 'Yes',
        'llmops.output.valid': 'true',
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: QUESTION.repeat(5) }] },
        ]),
        'gen_ai.output.messages':
          '[{"role":"assistant","parts":[{"type":"text","content":"Yes"}],"finish_reason":"stop"}]',
      },
      measurements: { 'gen_ai.usage.input_tokens': 312, 'gen_ai.usage.output_tokens': 2 },
    },
  },
}).split('<mark>')

/** A body of `rows` calls that no other body equals. */
export function batch(number: number, rows: number): Buffer {
  const time = new Date().toISOString()
  const trace = randomBytes(16).toString('hex')
  const items = Array.from({ length: rows }, (_, index) => {
    const id = (number * 1_000_000 + index).toString(16).padStart(16, '0')
    return `${before}${time}${afterTime}${trace}${afterTrace}${id}${after}`
  })
  return Buffer.from(`[${items.join(',')}]`)
}
