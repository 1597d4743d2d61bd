import { type Meanings, shared } from './shared.ts'

export const calls: Meanings = {
  ...shared,
  TimeGenerated: { meaning: 'start of the call', example: 'datetime(2026-03-01T12:00:00Z)' },
  OperationName: { meaning: '`chat`, `text_completion` or `generate_content`', example: '"chat"' },
  Provider: {
    meaning: 'who serves the model, as OpenTelemetry names it',
    example: '"azure.ai.openai"',
  },
  Model: {
    meaning: 'the model that answered, else the one asked for',
    example: '"gpt-4o-2024-08-06"',
  },
  Deployment: { meaning: 'the Azure deployment; empty without', example: '"chat-prod"' },
  Customer: {
    meaning: 'who the call was for, from the metadata `customer`; empty without',
    example: '"customer-a"',
  },
  Turn: {
    meaning: 'turn of the conversation, from the metadata `turn`; null without',
    example: '3',
  },
  OutputLabel: {
    meaning:
      'the answer as its contract names it, empty without; an invalid output can have one too, so look at `OutputValid` first',
    example: '"Yes"',
  },
  OutputValid: {
    meaning: 'whether the output kept its contract; null without a contract and for a failed call',
    example: 'true',
  },
  OutputViolation: {
    meaning:
      'why the output is invalid (`not_in_set`, `extra_text`, `truncated`, …); empty for a valid one',
    example: '"not_in_set"',
  },
  Success: {
    meaning:
      'false for a call that failed; an output in a wrong format is a success with `OutputValid == false`',
    example: 'true',
  },
  ErrorType: {
    meaning: 'HTTP status or class of the error; empty for a success',
    example: '"429"',
  },
  DurationMs: {
    meaning: 'milliseconds from the request to the end of the answer',
    example: '812.4',
  },
  TimeToFirstChunkMs: {
    meaning: 'milliseconds to the first chunk; null where the answer was no stream',
    example: '230.1',
  },
  InputTokens: { meaning: 'tokens of the prompt; null where the answer told none', example: '512' },
  OutputTokens: { meaning: 'tokens of the answer; null where the answer told none', example: '3' },
  CachedInputTokens: {
    meaning: 'of the input tokens, those read from a cache; null where the answer told none',
    example: '448',
  },
  ReasoningOutputTokens: {
    meaning: 'of the output tokens, those of reasoning; null where the answer told none',
    example: '64',
  },
  Id: { meaning: 'the span of the call', example: '"00f067aa0ba902b7"' },
  ParentId: { meaning: 'the span around it', example: '"53995c3f42cd8ad8"' },
  Properties: {
    meaning: 'all attributes by their own names; captured content too',
    example: 'Properties["gen_ai.response.id"]',
  },
}
