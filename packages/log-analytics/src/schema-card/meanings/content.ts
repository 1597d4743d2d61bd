import { type Meanings, shared } from './shared.ts'

export const content: Meanings = {
  PromptName: shared.PromptName,
  PromptVersion: shared.PromptVersion,
  ConversationId: shared.ConversationId,
  OperationId: shared.OperationId,
  TimeGenerated: { meaning: 'start of the operation', example: 'datetime(2026-03-01T12:00:00Z)' },
  OperationName: { meaning: '`chat`, `execute_tool`, `retrieval`, …', example: '"chat"' },
  Key: {
    meaning: 'the content attribute; empty where the operation has none',
    example: '"gen_ai.input.messages"',
  },
  State: {
    meaning:
      '`whole`, `cut` (at a budget, before it was sent), `incomplete` (chunks, or instructions that it refers to, are missing), `altered` (the hash differs), `hash only`, `not readable`, `not captured`',
    example: '"whole"',
  },
  Text: {
    meaning: 'what was said, as far as there is something: mostly JSON of messages',
    example: '"[{\\"role\\":\\"user\\"}]"',
  },
  Source: {
    meaning:
      'where the text was: `Properties`, `event`, `AppGenAIContent`, `AppTraces`, `console record`; empty without text',
    example: '"AppTraces"',
  },
  Degraded: {
    meaning:
      'why there are only hashes though more was asked for: `daily_budget`, `memory`; else empty',
    example: '"daily_budget"',
  },
  Bytes: {
    meaning: 'of the text in UTF-8, where it is not on the row; else null',
    example: '5250120',
  },
  Chunks: { meaning: 'rows that it was sent in; else null', example: '92' },
  ChunksFound: { meaning: 'those of them that are there', example: '92' },
  Sha256: {
    meaning: 'of the text as it was sent, where it is not on the row: equal texts have equal ones',
    example: '"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"',
  },
  Id: { meaning: 'the span of the operation', example: '"00f067aa0ba902b7"' },
}
