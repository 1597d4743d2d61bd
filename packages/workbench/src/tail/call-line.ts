import stringWidth from 'string-width'

import { cellText } from '../query/cell-text.ts'

/** A call as `tail` shows it: a row of {@link callsQuery}. */
export interface TailedCall {
  readonly TimeGenerated: string
  readonly PromptName: string
  readonly PromptVersion: string
  readonly Turn: number | null
  readonly Outcome: 'ok' | 'invalid' | 'failed'
  readonly Detail: string
  readonly DurationMs: number
  readonly InputTokens: number | null
  readonly OutputTokens: number | null
  readonly Model: string
  readonly ConversationId: string
  readonly OperationId: string
  readonly Id: string
}

/** The calls that started in [oldest, newest], in their order. */
export function callsQuery(oldest: string, newest: string): string {
  return `LLMCalls(datetime(${oldest}), datetime(${newest}) + 1ms)
| order by TimeGenerated asc
| project TimeGenerated, PromptName, PromptVersion, Turn,
    Outcome = case(Success == false, "failed", OutputValid == false, "invalid", "ok"),
    Detail = case(Success == false, ErrorType, OutputValid == false, OutputViolation, OutputLabel),
    DurationMs, InputTokens, OutputTokens, Model, ConversationId, OperationId, Id`
}

export type Paint = (outcome: TailedCall['Outcome'], text: string) => string

/** One line, in columns that stay where they are. */
export function callLine(call: TailedCall, paint: Paint): string {
  const prompt = call.PromptName === '' ? '–' : `${call.PromptName} ${call.PromptVersion}`
  const outcome = call.Outcome === 'ok' ? call.Detail || 'ok' : `${call.Outcome} ${call.Detail}`
  return [
    call.TimeGenerated.slice(11, 23),
    padded(prompt, 24),
    padded(call.Turn === null ? '' : `turn ${call.Turn}`, 8),
    paint(call.Outcome, padded(outcome, 24)),
    `${Math.round(call.DurationMs)} ms`.padStart(9),
    `${call.InputTokens ?? '?'} → ${call.OutputTokens ?? '?'}`.padStart(14),
    cellText(call.Model),
  ]
    .join('  ')
    .trimEnd()
}

function padded(text: string, width: number): string {
  const shown = cellText(text)
  return shown + ' '.repeat(Math.max(0, width - stringWidth(shown)))
}
