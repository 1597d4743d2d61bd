import { type Meanings, shared } from './shared.ts'

export const trace: Meanings = {
  TimeGenerated: {
    meaning: 'start, or time of the event',
    example: 'datetime(2026-03-01T12:00:00Z)',
  },
  Depth: { meaning: 'so many spans are around it', example: '2' },
  Tree: { meaning: 'the name, indented by its depth', example: '"· · chat gpt-4o"' },
  Kind: { meaning: '`request`, `span`, `log`, `event` or `exception`', example: '"span"' },
  Name: {
    meaning: 'name of the span or event, message of the log, type of the exception',
    example: '"chat gpt-4o"',
  },
  OperationName: {
    meaning: '`gen_ai.operation.name`; empty for what is no GenAI operation',
    example: '"chat"',
  },
  Success: { meaning: 'false where it failed; null for logs and events', example: 'true' },
  DurationMs: { meaning: 'milliseconds; null for logs and events', example: '812.4' },
  Model: {
    meaning: 'the model that answered, else the one asked for',
    example: '"gpt-4o-2024-08-06"',
  },
  PromptName: shared.PromptName,
  OutputLabel: { meaning: 'the answer as its contract names it; empty without', example: '"Yes"' },
  ErrorType: {
    meaning: 'HTTP status or class of the error; empty for a success',
    example: '"429"',
  },
  InputTokens: { meaning: 'tokens of the prompt; null without', example: '512' },
  OutputTokens: { meaning: 'tokens of the answer; null without', example: '3' },
  Id: { meaning: 'the span; empty for logs and events', example: '"00f067aa0ba902b7"' },
  ParentId: {
    meaning: 'the span around it, or that the event is of',
    example: '"53995c3f42cd8ad8"',
  },
  AppRoleName: shared.AppRoleName,
  Properties: {
    meaning: 'all attributes by their own names',
    example: 'Properties["gen_ai.tool.name"]',
  },
}
