import { type Meanings, shared } from './shared.ts'

export const evaluations: Meanings = {
  ...shared,
  TimeGenerated: {
    meaning: 'when the result was recorded',
    example: 'datetime(2026-03-01T13:00:00Z)',
  },
  EvaluationName: { meaning: 'what was judged', example: '"groundedness"' },
  Score: { meaning: 'the score; null without', example: '0.75' },
  ScoreLabel: { meaning: 'the score in a word; empty without', example: '"pass"' },
  EvaluatorName: { meaning: 'who judged; empty without', example: '"exact-match"' },
  EvaluatorKind: { meaning: '`code`, `model` or `human`', example: '"human"' },
  PromptName: {
    meaning: 'prompt of the judged call; empty where the evaluation did not know it',
    example: '"answer"',
  },
  PromptVersion: {
    meaning: 'its version; empty where the evaluation did not know it',
    example: '"2"',
  },
  ConversationId: {
    meaning: 'its conversation; empty where the evaluation did not know it',
    example: '"c-42"',
  },
  ResponseId: {
    meaning: 'the judged response: joins with `Properties["gen_ai.response.id"]` of a call',
    example: '"chatcmpl-9x"',
  },
  ErrorType: {
    meaning: 'set where the evaluator itself failed; then there is no score',
    example: '"TimeoutError"',
  },
  Explanation: {
    meaning: 'why; only where content is captured on events',
    example: '"cites no document"',
  },
  UserId: { meaning: 'who gave the feedback; empty without', example: '"u-7"' },
  CallId: {
    meaning: 'span of the judged call: joins with `Id` of a call, together with `OperationId`',
    example: '"00f067aa0ba902b7"',
  },
  Properties: {
    meaning: 'all attributes by their own names',
    example: 'Properties["gen_ai.evaluation.name"]',
  },
}
