import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { ModelOutput, Verdict } from './contract.ts'
import { toolCall } from './tool-call.ts'

const contract = toolCall('search_documents')

describe('toolCall', () => {
  const verdicts: [what: string, output: ModelOutput, verdict: Verdict][] = [
    [
      'the tool',
      { text: '', toolCalls: ['search_documents'], finishReason: 'tool_calls' },
      { valid: true, label: 'search_documents' },
    ],
    [
      'the tool twice, beside text',
      {
        text: 'ok',
        toolCalls: ['search_documents', 'search_documents'],
        finishReason: 'tool_calls',
      },
      { valid: true, label: 'search_documents' },
    ],
    [
      'another tool',
      { text: '', toolCalls: ['delete_documents'], finishReason: 'tool_calls' },
      { valid: false, violation: 'tool_call' },
    ],
    [
      'the tool and another one',
      { text: '', toolCalls: ['search_documents', ''], finishReason: 'tool_calls' },
      { valid: false, violation: 'tool_call' },
    ],
    ['text', { text: 'Yes', finishReason: 'stop' }, { valid: false, violation: 'no_tool_call' }],
    ['nothing', { text: '', finishReason: 'stop' }, { valid: false, violation: 'no_tool_call' }],
    [
      'a refusal',
      { text: '', refusal: 'no', finishReason: 'stop' },
      { valid: false, violation: 'refusal' },
    ],
    [
      'a refusal beside the tool',
      { text: '', refusal: 'no', toolCalls: ['search_documents'], finishReason: 'stop' },
      { valid: false, violation: 'refusal' },
    ],
    [
      'what the filter took away',
      { text: '', finishReason: 'content_filter' },
      { valid: false, violation: 'content_filter' },
    ],
    [
      'a text that was cut',
      { text: 'I shall', finishReason: 'length' },
      { valid: false, violation: 'truncated' },
    ],
    [
      'a call that was cut',
      { text: '', toolCalls: ['search_documents'] },
      { valid: false, violation: 'truncated' },
    ],
  ]
  it.each(verdicts)('judges %s', (_what, output, verdict) => {
    expect(contract.judge(output)).toEqual(verdict)
  })

  it('needs a name', () => {
    expect(() => toolCall(' ')).toThrow('toolCall() needs the name of a tool, got " "')
    expect(() => toolCall('search', { type: 'object' } as never)).toThrow(
      'toolCall() needs a Standard Schema',
    )
  })
})

const called = (...toolArguments: readonly string[]): ModelOutput => ({
  text: '',
  toolCalls: toolArguments.map(() => 'search'),
  toolArguments,
  finishReason: 'tool_calls',
})

describe('toolCall with a schema', () => {
  const searching = toolCall('search', z.object({ query: z.string() }))
  const verdicts: [what: string, output: ModelOutput, verdict: Verdict | undefined][] = [
    ['right arguments', called('{"query":"x"}'), { valid: true, label: 'search' }],
    ['two calls', called('{"query":"x"}', '{"query":"y"}'), { valid: true, label: 'search' }],
    [
      'wrong arguments in one of two calls',
      called('{"query":"x"}', '{"query":1}'),
      { valid: false, violation: 'schema', label: 'search' },
    ],
    ['no JSON', called('{"query'), { valid: false, violation: 'not_json', label: 'search' }],
    ['no arguments', called(''), { valid: false, violation: 'not_json', label: 'search' }],
    [
      'too many arguments',
      called(JSON.stringify({ query: 'x'.repeat(500_000) })),
      { valid: false, violation: 'too_long', label: 'search' },
    ],
    [
      'another tool',
      { ...called('{"query":"x"}'), toolCalls: ['delete'] },
      { valid: false, violation: 'tool_call' },
    ],
    [
      'arguments that the instrumentation does not tell',
      { text: '', toolCalls: ['search'], finishReason: 'tool_calls' },
      undefined,
    ],
  ]
  it.each(verdicts)('judges %s', (_what, output, verdict) => {
    expect(searching.judge(output)).toEqual(verdict)
    expect(searching.description).toBe('toolCall(search, zod)')
  })

  it('cannot tell where the schema validates asynchronously', () => {
    const later = toolCall(
      'search',
      z.object({}).refine(async () => Promise.resolve(true)),
    )
    expect(later.judge(called('{}'))).toBeUndefined()
  })
})
