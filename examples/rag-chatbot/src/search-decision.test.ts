import { describe, expect, it } from 'vitest'

import { readPrompt } from '../model-server/read-prompt.ts'
import { ConfigurationError } from './model.ts'
import { searchDecisionMessages } from './prompts.ts'
import { searchDecisionFromEnvironment, searchDecisions } from './search-decision.ts'

describe('the search decision', () => {
  it('is version 2 unless the environment names another', () => {
    const named = [undefined, '', '1', '3'].map(
      (version) =>
        searchDecisionFromEnvironment({ SEARCH_DECISION_VERSION: version }).prompt.version,
    )
    expect(named).toEqual([2, 2, 1, 3])
    expect(() => searchDecisionFromEnvironment({ SEARCH_DECISION_VERSION: '9' })).toThrow(
      new ConfigurationError('SEARCH_DECISION_VERSION must be one of 1, 2, 3, 4, not "9".'),
    )
  })

  it('says in each version what a model has to read out of it', () => {
    const rules = searchDecisions.map((decision) => {
      const messages = searchDecisionMessages(decision, [], [{ role: 'user', content: 'Hello!' }])
      const { kind, rules: said } = readPrompt({
        model: '',
        stream: false,
        includeUsage: false,
        messages: messages as { role: string; content: string }[],
      })
      return { kind, says: Object.entries(said).flatMap(([rule, is]) => (is ? rule : [])) }
    })
    const kind = 'search_decision'
    expect(rules).toEqual([
      { kind, says: [] },
      { kind, says: ['firstSearch', 'sameSubject', 'otherSubject', 'oneWord'] },
      { kind, says: ['firstSearch', 'sameSubject', 'otherSubject', 'oneWord'] },
      { kind, says: ['firstSearch', 'sameSubject', 'oneWord', 'saveSearches'] },
    ])
  })
})
