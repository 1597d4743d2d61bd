import { useMemo } from 'react'

import { OutcomeMark } from '../components/outcome.tsx'
import type { Column } from '../components/table.tsx'
import type { CallRow } from '../data/use-calls.ts'
import { useSpeech } from '../language/language.tsx'

/** The columns of the table of calls. */
export function useCallColumns(): readonly Column<CallRow>[] {
  const { messages, formats } = useSpeech()
  return useMemo(() => {
    const { fields } = messages
    return [
      {
        key: 'time',
        title: fields.time,
        width: '8rem',
        cell: ({ TimeGenerated }) => formats.moment(TimeGenerated),
      },
      {
        key: 'prompt',
        title: fields.prompt,
        width: 'minmax(10.5rem, 1.1fr)',
        cell: ({ PromptName, PromptVersion }) =>
          PromptName === '' ? (
            <span className="none">–</span>
          ) : (
            <>
              {PromptName}
              {PromptVersion !== '' && <span className="version">{PromptVersion}</span>}
            </>
          ),
      },
      {
        key: 'outcome',
        title: fields.outcome,
        width: 'minmax(13rem, 1.5fr)',
        cell: ({ Outcome, OutputLabel, OutputViolation, ErrorType }) => (
          <>
            <OutcomeMark outcome={Outcome} detail={ErrorType || OutputViolation} />
            {Outcome === 'ok' && <span className="answer">{OutputLabel}</span>}
          </>
        ),
      },
      {
        key: 'turn',
        title: fields.turn,
        width: '4rem',
        align: 'end',
        cell: ({ Turn }) => formats.count(Turn),
      },
      {
        key: 'duration',
        title: fields.duration,
        width: '6rem',
        align: 'end',
        cell: ({ DurationMs }) => formats.milliseconds(DurationMs),
      },
      {
        key: 'tokens',
        title: fields.tokens,
        width: '7rem',
        align: 'end',
        cell: ({ InputTokens, OutputTokens }) =>
          InputTokens === null && OutputTokens === null ? (
            <span className="none">–</span>
          ) : (
            `${formats.count(InputTokens)} → ${formats.count(OutputTokens)}`
          ),
      },
      {
        key: 'model',
        title: fields.model,
        width: 'minmax(8rem, 1fr)',
        cell: ({ Model }) => Model,
      },
      {
        key: 'conversation',
        title: fields.conversation,
        width: 'minmax(7rem, 1fr)',
        cell: ({ ConversationId }) => <span className="faint">{ConversationId}</span>,
      },
    ]
  }, [formats, messages])
}
