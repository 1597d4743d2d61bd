import { calls } from './calls.ts'
import type { Meanings } from './shared.ts'

/** Columns of `LLMCost` that mean what they mean for `LLMCalls`. */
const ofCalls: ReadonlySet<string> = new Set([
  'TimeGenerated',
  'Model',
  'Deployment',
  'PromptName',
  'PromptVersion',
  'Customer',
  'ConversationId',
  'Turn',
  'Success',
  'InputTokens',
  'CachedInputTokens',
  'OutputTokens',
  'ReasoningOutputTokens',
  'ItemCount',
  'OperationId',
  'Id',
  'AppRoleName',
])

export const cost: Meanings = {
  ...Object.fromEntries(Object.entries(calls).filter(([name]) => ofCalls.has(name))),
  OperationName: {
    meaning: '`chat`, `text_completion`, `generate_content` or `embeddings`',
    example: '"chat"',
  },
  CostUsd: {
    meaning:
      'what one such call cost, in US dollars: `sum(CostUsd * ItemCount)`; null where there is no price',
    example: '0.00042',
  },
  CostNote: {
    meaning: 'why there is no cost; empty where there is one',
    example: '"no price for llama-3"',
  },
}

export const prices: Meanings = {
  Model: {
    meaning: 'the model, with its dated snapshots; or a snapshot',
    example: '"gpt-4o-mini"',
  },
  ValidFrom: { meaning: 'the first day of this price', example: 'datetime(2025-06-10)' },
  InputUsd: { meaning: 'USD for a million input tokens', example: '0.15' },
  CachedInputUsd: {
    meaning: 'the same for tokens read from a cache; null: as any other',
    example: '0.075',
  },
  CacheWriteUsd: {
    meaning: 'the same for tokens written to a cache; null: as any other',
    example: '3.125',
  },
  OutputUsd: {
    meaning: 'USD for a million output tokens, those of reasoning among them',
    example: '0.6',
  },
  UpToInputTokens: {
    meaning: 'longer prompts have another price, which is not in the table; null: any length',
    example: '272000',
  },
  ListedIn: { meaning: 'month in which the price page was read so', example: '"2025-09"' },
}
