import { describe, expect, it } from 'vitest'

import { findQuery, functions, queries } from './pack.ts'

describe('the pack', () => {
  it('has the functions that the queries call', () => {
    const range = 'startTime: datetime, endTime: datetime'
    const parameters = Object.fromEntries(functions().map((each) => [each.name, each.parameters]))
    expect(parameters).toMatchObject({
      LLMCalls: range,
      LLMConversations: range,
      LLMCost: range,
      LLMEvaluations: range,
      LLMPrices: '',
      LLMTrace: 'operationId: string',
    })
  })

  it('names its queries in English and Japanese', () => {
    expect(queries().map(({ name, title }) => [name, title.en, title.ja])).toEqual([
      ['answers-per-turn', 'Answers per turn', 'ターンごとの回答数'],
      ['compare-versions', 'Versions of a prompt beside each other', 'プロンプトの版の比較'],
      ['conversation-policies', 'Search decisions by conversation', '会話ごとの検索判定'],
      ['drift', 'Drift from the days before', '直近 7 日からの変化'],
      [
        'drill-down',
        'Calls behind an answer, with their prompts',
        '回答の背後にある呼び出しとプロンプト',
      ],
      ['evaluation-results', 'Evaluation results by prompt version', 'プロンプト版ごとの評価結果'],
      ['failing-calls', 'Failing calls by error', 'エラー別の失敗した呼び出し'],
      ['invalid-outputs', 'Invalid outputs', '形式に合わない出力'],
      ['slowest-calls', 'Slowest calls', '最も遅い呼び出し'],
      ['usage-and-latency', 'Tokens and latency by prompt', 'プロンプトごとのトークン数と応答時間'],
    ])
  })

  it('finds a query by its name', () => {
    expect(findQuery('invalid-outputs')?.text).toContain('summarize InvalidOutputs')
    expect(findQuery('no-such-query')).toBeUndefined()
  })
})
