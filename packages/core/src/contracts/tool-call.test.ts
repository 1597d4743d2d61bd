import { describe, expect, it } from 'vitest'

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
  })
})
