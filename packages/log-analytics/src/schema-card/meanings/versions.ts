import { type Meanings, shared } from './shared.ts'

export const versions: Meanings = {
  PromptName: shared.PromptName,
  PromptVersion: shared.PromptVersion,
  Calls: { meaning: 'calls of the version, weighted by `ItemCount`', example: '400' },
  EffectiveCalls: {
    meaning: 'what the weighted calls are worth under sampling (Kish); equal to `Calls` without',
    example: '400.0',
  },
  Failed: { meaning: 'of the calls, those that failed', example: '2' },
  Judged: { meaning: 'of the calls, those whose output its contract judged', example: '398' },
  EffectiveJudged: {
    meaning: 'what the judged calls are worth under sampling (Kish)',
    example: '398.0',
  },
  Invalid: { meaning: 'of the judged, those that broke the contract', example: '9' },
  InvalidPercent: {
    meaning: 'the same in percent of the judged; null where none was judged',
    example: '2.26',
  },
  TokensPerCall: {
    meaning: 'input and output tokens of a call, on average; null where no answer told any',
    example: '530.5',
  },
  P50DurationMs: { meaning: 'half of the calls took at most so long', example: '640.2' },
  P95DurationMs: { meaning: '95 of 100 calls took at most so long', example: '1210.9' },
  First: { meaning: 'start of the first call', example: 'datetime(2026-03-01T12:00:00Z)' },
  Last: { meaning: 'start of the last call', example: 'datetime(2026-03-02T12:00:00Z)' },
}
