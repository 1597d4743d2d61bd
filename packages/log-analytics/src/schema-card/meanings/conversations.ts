import { type Meanings, shared } from './shared.ts'

export const conversations: Meanings = {
  ConversationId: shared.ConversationId,
  Turns: { meaning: 'different turns with a call; 0 where none is told', example: '3' },
  Calls: { meaning: 'calls, weighted', example: '6' },
  Prompts: { meaning: 'names of its prompts', example: 'dynamic(["search_decision"])' },
  Labels: {
    meaning:
      'labels of its judged outputs in order of time; `(invalid)` for one that broke its contract',
    example: 'dynamic(["Yes", "No"])',
  },
  Searches: { meaning: 'turns on which `search_decision` said Yes', example: '1' },
  Failed: { meaning: 'calls that failed, weighted', example: '0' },
  InvalidOutputs: { meaning: 'outputs that broke their contract, weighted', example: '0' },
  InputTokens: { meaning: 'tokens of its prompts, weighted', example: '1830' },
  OutputTokens: { meaning: 'tokens of its answers, weighted', example: '210' },
  Customer: { meaning: 'who it was for; empty without', example: '"customer-a"' },
  First: {
    meaning: 'start of its first call in the range',
    example: 'datetime(2026-03-01T12:00:00Z)',
  },
  Last: { meaning: 'start of its last one', example: 'datetime(2026-03-01T12:04:00Z)' },
}
