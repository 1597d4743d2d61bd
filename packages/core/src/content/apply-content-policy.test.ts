import { diag, DiagLogLevel } from '@opentelemetry/api'
import { afterEach, describe, expect, it } from 'vitest'

import { applyContentPolicy, type Content } from './apply-content-policy.ts'
import type { ContentPlace, ContentPolicy } from './content-policy.ts'
import { resolveContentPolicy } from './resolve-content-policy.ts'

const recorded = (content: Content, policy: ContentPolicy = {}) =>
  applyContentPolicy(resolveContentPolicy(policy).general, content, { name: 'p', version: 1 })
const event = (content: Content, policy?: ContentPolicy) => recorded(content, policy).forEvent
const said = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })
const failing = (): never => {
  throw new Error('CANARY')
}

const long = (letter: string, length = 2000): string => letter.repeat(length)
const cutMessages = (policy: ContentPolicy['budgets'], ...sent: object[]) => {
  const { forEvent, forSpan, remarks } = recorded(
    { 'gen_ai.input.messages': sent },
    { budgets: policy },
  )
  return {
    bytes: String(forSpan['gen_ai.input.messages']).length,
    texts: (forEvent['gen_ai.input.messages'] as ReturnType<typeof said>[]).map(({ parts }) =>
      parts[0]?.content.replaceAll(/(.)\1+/g, (run, one: string) => `${one}×${run.length}`),
    ),
    remarks,
  }
}

const inMessage = (path: string) => ({
  path: `gen_ai.input.messages[0].${path}`,
  direction: 'input',
  role: 'user',
  type: 'tool_call',
})

const noDigits = (text: string): string | undefined =>
  text === 'secret' ? undefined : text.replaceAll(/\d/g, 'n')
const noCard = (text: string): string => text.replace('4111111111111111', '[card]')

const query = (text: string): unknown =>
  event({ 'gen_ai.retrieval.query.text': text })['gen_ai.retrieval.query.text']

describe('recorded content', () => {
  it('has no field for what is undefined, in the event as little as in JSON', () => {
    const part = {
      type: 'tool_call',
      name: 'search',
      id: undefined,
      arguments: { page: undefined },
    }
    const { forEvent } = recorded({ 'gen_ai.input.messages': [{ role: 'user', parts: [part] }] })
    expect(forEvent).toStrictEqual({
      'gen_ai.input.messages': [
        { role: 'user', parts: [{ type: 'tool_call', name: 'search', arguments: {} }] },
      ],
    })
  })

  it('is JSON for the span, structured for the event, and text where the conventions want text', () => {
    const content = {
      'gen_ai.input.messages': [said('user', '東京?')],
      'gen_ai.output.messages': undefined,
      'gen_ai.retrieval.query.text': '東京',
      'gen_ai.prompt.variable.turn': 3,
    }
    expect(recorded(content)).toEqual({
      forSpan: {
        'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"東京?"}]}]',
        'gen_ai.retrieval.query.text': '東京',
        'gen_ai.prompt.variable.turn': '3',
      },
      forEvent: {
        'gen_ai.input.messages': [said('user', '東京?')],
        'gen_ai.retrieval.query.text': '東京',
        'gen_ai.prompt.variable.turn': '3',
      },
      remarks: {},
    })
  })

  it('is plain JSON data, whatever the application hands over', () => {
    const cycle: Record<string, unknown> = { name: 'loop' }
    cycle['self'] = cycle
    const args = {
      when: new Date(0),
      big: 12345678901234567890n,
      bytes: new Uint8Array(9),
      none: undefined,
      not: Number.NaN,
      run: () => 1,
      error: new RangeError('too far'),
      get broken() {
        return failing()
      },
      list: [undefined, 1],
      half: 'a\ud83d',
    }
    expect(event({ 'gen_ai.tool.call.arguments': args })).toEqual({
      'gen_ai.tool.call.arguments': {
        when: '1970-01-01T00:00:00.000Z',
        big: '12345678901234567890',
        bytes: '[9 bytes]',
        not: null,
        error: { name: 'RangeError', message: 'too far' },
        broken: '[left out]',
        list: [null, 1],
        half: 'a\ufffd',
      },
    })
    expect(event({ 'gen_ai.tool.call.result': cycle })).toEqual({
      'gen_ai.tool.call.result': { name: 'loop', self: '[left out]' },
    })
    const chain = Array.from({ length: 50 }).reduce<object>((inner) => ({ inner }), {})
    expect(JSON.stringify(event({ 'gen_ai.tool.call.result': chain }))).toMatch(
      /\[left out\]"\}{30,}/,
    )
  })

  it('is bounded where the data is not', () => {
    const endless = Object.assign([], { length: 1_000_000_000 })
    const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, 1]))
    const holes = Object.assign([], { length: 2 })
    const { forEvent, remarks } = recorded(
      {
        'gen_ai.tool.call.arguments': { endless, holes },
        'gen_ai.tool.call.result': wide,
        'gen_ai.memory.records': [{ content: 'whole' }],
      },
      { budgets: { attributeBytes: 8_000_000, callBytes: 8_000_000 } },
    )
    expect(forEvent['gen_ai.tool.call.arguments']).toEqual({
      endless: '[left out]',
      holes: [null, null],
    })
    expect(forEvent['gen_ai.memory.records']).toEqual([{ content: 'whole' }])
    const fields = Object.keys(forEvent['gen_ai.tool.call.result'] as object)
    expect([fields.length, fields.at(-1)]).toEqual([100_000, '[left out]'])
    expect(remarks['llmops.content.truncated']).toEqual([
      'gen_ai.tool.call.arguments',
      'gen_ai.tool.call.result',
    ])
  })

  it('is what is there where the shape is not the one of the attribute', () => {
    const odd = {
      'gen_ai.input.messages': ['hello', { role: 'user' }, null],
      'gen_ai.memory.records': 7,
    }
    expect(event(odd)).toEqual(odd)
    expect(event({ 'gen_ai.input.messages': { toJSON: failing } })).toEqual({
      'gen_ai.input.messages': '[left out]',
    })
  })
})

describe('media', () => {
  const png = `data:image/png;base64,${'A'.repeat(400)}`
  const content = {
    'gen_ai.input.messages': [
      {
        role: 'user',
        parts: [
          { type: 'blob', modality: 'image', content: 'QUJD', mime_type: 'image/png' },
          { type: 'blob', modality: 'audio', content: 'A'.repeat(400) },
          { type: 'uri', modality: 'image', uri: 'https://example.com/cat.png' },
          { type: 'file', modality: 'document', file_id: 'file-1' },
          { type: 'tool_call', name: 'look', arguments: { at: png } },
          {
            type: 'tool_call_response',
            response: [{ type: 'blob', modality: 'image', content: 'QUJD' }],
          },
        ],
      },
    ],
  }
  const kept = (policy: ContentPolicy): unknown[] => {
    const [message] = event(content, policy)['gen_ai.input.messages'] as [{ parts: unknown[] }]
    return message.parts.map((part) => JSON.stringify(part))
  }
  const [, , , , ...tools] = content['gen_ai.input.messages'][0]?.parts ?? []

  it('has its addresses by default, and no bytes', () => {
    expect(kept({})).toEqual([
      '{"type":"blob","modality":"image","content":"","mime_type":"image/png"}',
      '{"type":"blob","modality":"audio","content":""}',
      '{"type":"uri","modality":"image","uri":"https://example.com/cat.png"}',
      '{"type":"file","modality":"document","file_id":"file-1"}',
      '{"type":"tool_call","name":"look","arguments":{"at":"data:image/png;base64,"}}',
      '{"type":"tool_call_response","response":[{"type":"blob","modality":"image","content":""}]}',
    ])
  })

  it('has its bytes where they are asked for and small enough', () => {
    const blobs = kept({ media: 'blob', budgets: { blobBytes: 399 } })
    expect([blobs[0], blobs[1], blobs[5]]).toEqual([
      '{"type":"blob","modality":"image","content":"QUJD","mime_type":"image/png"}',
      '{"type":"blob","modality":"audio","content":""}',
      JSON.stringify(tools[1]),
    ])
    expect(kept({ media: 'blob' })[4]).toBe(JSON.stringify(tools[0]))
  })

  it('is only mentioned where it is omitted', () => {
    expect(kept({ media: 'omit' }).slice(2, 5)).toEqual([
      '{"type":"uri","modality":"image","uri":""}',
      '{"type":"file","modality":"document","file_id":""}',
      '{"type":"tool_call","name":"look","arguments":{"at":""}}',
    ])
  })
})

describe('an address of data', () => {
  it.each([
    ['data:;base64,QUJD', 'data:;base64,'],
    ['data:text/plain;charset=utf-8;BASE64,QUJD', 'data:text/plain;charset=utf-8;BASE64,'],
    ['data: the new oil', 'data: the new oil'],
    ['data:text/plain,hello', 'data:text/plain,hello'],
  ])('%s is recorded as %s', (text, shown) => {
    expect(query(text)).toBe(shown)
  })

  it('takes no time that grows with the square of its length', () => {
    const before = performance.now()
    query(`data:${'a'.repeat(1_000_000)}`)
    expect(performance.now() - before).toBeLessThan(1000)
  })
})

describe('tool definitions', () => {
  const tool = {
    type: 'function',
    name: 'look',
    description: 'Looks.',
    parameters: { type: 'object' },
  }

  it('are type and name, unless all of them is asked for', () => {
    const content = { 'gen_ai.tool.definitions': [tool] }
    expect([event(content), event(content, { toolDefinitions: 'full' })]).toEqual([
      { 'gen_ai.tool.definitions': [{ type: 'function', name: 'look' }] },
      content,
    ])
  })
})

describe('redaction', () => {
  afterEach(() => diag.disable())

  it('sees every text with its place, but identifiers and what the conventions name', () => {
    const seen: [text: string, place: Partial<ContentPlace>][] = []
    const redact = (text: string, { path, direction, role, type }: ContentPlace): string => {
      seen.push([text, { path, direction, role, type }])
      return text
    }
    recorded(
      {
        'gen_ai.system_instructions': [{ type: 'text', content: 'be brief' }],
        'gen_ai.input.messages': [
          {
            role: 'user',
            name: 'Mika',
            parts: [
              {
                type: 'tool_call',
                id: 'call_1',
                name: 'look',
                arguments: { at: ['sky'], on: 9012345678 },
              },
            ],
          },
          { role: 'narrator', parts: [] },
        ],
        'gen_ai.memory.records': [{ id: 'm1', content: 'blue' }],
      },
      { redact },
    )
    expect(seen).toEqual([
      [
        'be brief',
        {
          path: 'gen_ai.system_instructions[0].content',
          direction: 'input',
          role: 'system',
          type: 'text',
        },
      ],
      ['look', inMessage('parts[0].name')],
      ['at', inMessage('parts[0].arguments.at')],
      ['sky', inMessage('parts[0].arguments.at[0]')],
      ['on', inMessage('parts[0].arguments.on')],
      ['9012345678', inMessage('parts[0].arguments.on')],
      ['Mika', { ...inMessage('name'), type: undefined }],
      [
        'narrator',
        {
          path: 'gen_ai.input.messages[1].role',
          direction: 'input',
          role: 'narrator',
          type: undefined,
        },
      ],
      [
        'blue',
        {
          path: 'gen_ai.memory.records[0].content',
          direction: 'output',
          role: undefined,
          type: undefined,
        },
      ],
    ])
  })

  it('runs the redactors one after the other, and tells them the prompt', () => {
    const redact = [
      (text: string) => `${text}1`,
      (text: string, { prompt }: ContentPlace) => `${text}${prompt?.name}`,
    ]
    expect(event({ 'gen_ai.retrieval.query.text': 'q' }, { redact })).toEqual({
      'gen_ai.retrieval.query.text': 'q1p',
    })
  })

  it('leaves a text out where the redactor says so, and keeps two fields apart that become the same', () => {
    expect(
      event({ 'gen_ai.tool.call.arguments': { k1: 'secret', k2: 1 } }, { redact: noDigits }),
    ).toEqual({
      'gen_ai.tool.call.arguments': { kn: '[redacted]', 'kn (2)': 1 },
    })
  })

  it('takes out a number that a redactor finds, such as a card’s', () => {
    const data = { card: 4111111111111111, year: 2026, total: 12_345_678_900 }
    expect(event({ 'gen_ai.tool.call.result': data }, { redact: noCard })).toEqual({
      'gen_ai.tool.call.result': { ...data, card: '[card]' },
    })
  })

  it('loses a text whose redactor fails, counts it, and says so once without quoting anything', async () => {
    const messages: string[] = []
    const log = (...all: unknown[]): void => void messages.push(JSON.stringify(all))
    diag.setLogger(
      { error: log, warn: log, info: log, debug: log, verbose: log },
      { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
    )
    messages.length = 0
    const redact = [
      (text: string) => (text === 'CANARY' ? failing() : text),
      ((text: string) => (text === 'later' ? Promise.reject(new Error('CANARY')) : text)) as never,
    ]
    const content = {
      'gen_ai.input.messages': [
        said('user', 'CANARY'),
        said('user', 'CANARY'),
        said('user', 'later'),
      ],
      'gen_ai.retrieval.query.text': 'plain',
    }
    const { forEvent, remarks } = recorded(content, { redact })
    // A rejection that nobody takes would fail this run.
    await new Promise((resolve) => void setImmediate(resolve))
    expect(forEvent).toEqual({
      'gen_ai.input.messages': Array.from({ length: 3 }, () => said('user', '[redaction failed]')),
      'gen_ai.retrieval.query.text': 'plain',
    })
    expect(remarks).toEqual({ 'llmops.content.redaction_failed': 3 })
    expect(messages).toHaveLength(2)
    expect(messages.join('\n')).not.toContain('CANARY')
  })
})

describe('budgets', () => {
  it('cut a long text at its end, and say what was cut of how much', () => {
    expect(
      recorded({ 'gen_ai.retrieval.query.text': long('東', 200) }, { budgets: { textBytes: 300 } }),
    ).toEqual({
      forSpan: { 'gen_ai.retrieval.query.text': `${long('東', 97)}…[cut]` },
      forEvent: { 'gen_ai.retrieval.query.text': `${long('東', 97)}…[cut]` },
      remarks: {
        'llmops.content.truncated': ['gen_ai.retrieval.query.text'],
        'llmops.content.original_bytes': 600,
      },
    })
  })

  it('cut the older messages first, and of these the longest', () => {
    const { bytes, texts, remarks } = cutMessages(
      { attributeBytes: 4000 },
      said('system', long('s', 900)),
      said('user', 'short'),
      said('assistant', long('a')),
      said('user', long('b', 1000)),
      said('assistant', long('c', 500)),
      said('tool', long('d', 500)),
      said('user', long('q', 600)),
    )
    expect(texts).toEqual([
      's×900',
      'short',
      'a×540…[cut]',
      'b×540…[cut]',
      'c×500',
      'd×500',
      'q×600',
    ])
    expect(bytes).toBeLessThanOrEqual(4000)
    expect(bytes).toBeGreaterThan(3900)
    expect(remarks['llmops.content.truncated']).toEqual(['gen_ai.input.messages'])
  })

  it('drop the oldest where next to nothing would be left of each', () => {
    const { texts } = cutMessages(
      { attributeBytes: 2500 },
      said('system', 'rules'),
      ...Array.from({ length: 20 }, (_, index) => said('user', `${index} ${long('x', 400)}`)),
      said('user', 'question'),
    )
    expect(texts.slice(0, 2)).toEqual(['rules', '14 x×243…[cut]'])
    expect(texts.at(-1)).toBe('question')
  })

  it('share a call’s budget so that small attributes stay whole', () => {
    const { forSpan, remarks } = recorded(
      {
        'gen_ai.input.messages': [said('user', long('i', 9000))],
        'gen_ai.output.messages': [said('assistant', 'Yes')],
        'gen_ai.system_instructions': [{ type: 'text', content: long('s', 9000) }],
      },
      { budgets: { callBytes: 4000 } },
    )
    expect(Object.values(forSpan).map((text) => String(text).length)).toEqual([1966, 64, 1966])
    expect(remarks).toEqual({
      'llmops.content.truncated': ['gen_ai.input.messages', 'gen_ai.system_instructions'],
      'llmops.content.original_bytes': 18_150,
    })
  })

  it('make of data that has no long text the beginning of its JSON, and still an object', () => {
    const rows = Array.from({ length: 300 }, (_, index) => index)
    const { forEvent } = recorded(
      { 'gen_ai.tool.call.result': { rows } },
      { budgets: { attributeBytes: 256 } },
    )
    expect(forEvent['gen_ai.tool.call.result']).toEqual({
      truncated_json: expect.stringMatching(/^\{"rows":\[0,1,2,3.*…\[cut\]$/),
    })
  })

  it('leave a picture out that has no room, and no half of it', () => {
    const picture = { type: 'blob', modality: 'image', content: long('A') }
    const answer = {
      type: 'tool_call_response',
      response: [picture, { type: 'text', content: 'ok' }],
    }
    const sent = [{ role: 'tool', parts: [picture, answer] }]
    const gone = { ...picture, content: '' }
    expect(
      event(
        { 'gen_ai.input.messages': sent },
        { media: 'blob', budgets: { attributeBytes: 1024 } },
      ),
    ).toEqual({
      'gen_ai.input.messages': [
        {
          role: 'tool',
          parts: [gone, { ...answer, response: [gone, { type: 'text', content: 'ok' }] }],
        },
      ],
    })
  })

  it('have the last word for one attribute', () => {
    const content = {
      'gen_ai.memory.records': [{ id: 'm', content: long('m') }],
      'gen_ai.prompt.variable.x': long('v'),
    }
    const { forSpan } = recorded(content, {
      budgets: { attributes: { 'gen_ai.memory.records': 300, 'gen_ai.prompt.variable': 400 } },
    })
    expect(Object.values(forSpan).map((text) => Buffer.byteLength(String(text)))).toEqual([
      300, 400,
    ])
  })
})
