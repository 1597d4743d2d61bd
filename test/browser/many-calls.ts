import { gzipSync } from 'node:zlib'

/** Calls as an application with two prompts would send them, so many that a slow page shows. Deterministic: the same number, the same rows. */

const ERRORS = ['429', 'timeout', 'APIConnectionError'] as const
const DAY = 86_400_000

/** Sends `count` calls of the last day to a workbench, and some older ones of a week. */
export async function sendManyCalls(url: string, count: number, end: number): Promise<void> {
  const size = 2000
  for (let sent = 0; sent < count; sent += size) {
    const envelopes = Array.from({ length: Math.min(size, count - sent) }, (_, index) =>
      callEnvelope(sent + index, count, end),
    )
    // oxlint-disable-next-line no-await-in-loop -- one body after the other, as an exporter sends them
    const response = await fetch(`${url}/v2.1/track`, {
      method: 'POST',
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify(envelopes), { level: 1 }),
    })
    if (!response.ok) throw new Error(`The workbench answered ${response.status}`)
  }
}

function callEnvelope(index: number, count: number, end: number): object {
  const noise = hash(index)
  const conversation = index >>> 3
  const turn = (index >>> 1) % 4
  const decides = index % 2 === 0
  const failed = noise % 97 === 0
  const label = turn === 0 || noise % 3 === 0 ? 'Yes' : 'No'
  const version = index < count / 2 ? '1' : '2'
  const invalid = decides && !failed && noise % (version === '1' ? 19 : 61) === 0
  const at = new Date(end - DAY + Math.floor(waved(index / count) * (DAY - 60_000)))
  return {
    ver: 1,
    name: 'Microsoft.ApplicationInsights.RemoteDependency',
    time: at.toISOString(),
    sampleRate: 100,
    iKey: '00000000-0000-0000-0000-000000000000',
    tags: {
      'ai.operation.id': hex(conversation * 4 + turn, 32),
      'ai.operation.parentId': hex(conversation + 7, 16),
      'ai.cloud.role': 'many-calls',
    },
    data: {
      baseType: 'RemoteDependencyData',
      baseData: {
        ver: 2,
        id: hex(index + 1, 16),
        name: 'chat gpt-4.1-mini',
        type: 'GenAI | openai',
        target: 'api.openai.com',
        duration: `00:00:0${noise % 4}.${String(noise % 1_000_000).padStart(6, '0')}0`,
        success: !failed,
        resultCode: failed ? '429' : '200',
        properties: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-4.1-mini',
          'gen_ai.response.model': 'gpt-4.1-mini-2025-04-14',
          'gen_ai.response.id': `chatcmpl-${hex(noise, 12)}`,
          'gen_ai.conversation.id': `c-${conversation}`,
          'gen_ai.prompt.name': decides ? 'search_decision' : 'answer',
          'gen_ai.prompt.version': version,
          'llmops.metadata.turn': String(turn + 1),
          'llmops.status': failed ? 'Failed' : 'Success',
          'llmops.content.capture': 'span',
          'gen_ai.input.messages': JSON.stringify([
            {
              role: 'user',
              parts: [{ type: 'text', content: `Question ${index}: where are the printers?` }],
            },
          ]),
          ...(failed
            ? { 'llmops.error.type': ERRORS[noise % ERRORS.length] }
            : {
                'gen_ai.output.messages': JSON.stringify([
                  {
                    role: 'assistant',
                    parts: [
                      {
                        type: 'text',
                        content: decides ? label : 'On each floor, beside the lift.',
                      },
                    ],
                  },
                ]),
                ...(decides && {
                  'llmops.output.contract': 'oneOf(Yes, No)',
                  'llmops.output.valid': String(!invalid),
                  ...(invalid
                    ? { 'llmops.output.violation': 'not_in_set' }
                    : { 'llmops.output.label': label }),
                }),
              }),
        },
        measurements: failed
          ? {}
          : {
              'gen_ai.usage.input_tokens': 200 + (noise % 900),
              'gen_ai.usage.output_tokens': decides ? 1 : 20 + (noise % 60),
            },
      },
    },
  }
}

/** From 0 to 1, with two crests a day. */
const waved = (share: number): number => share - 0.045 * Math.sin(4 * Math.PI * share)

/** Spreads neighbours, the same in every run (a step of xorshift). */
function hash(index: number): number {
  let value = (index + 1) * 2_654_435_761
  value ^= value << 13
  value ^= value >>> 17
  value ^= value << 5
  return value >>> 0
}

const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0')
