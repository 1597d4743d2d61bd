import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { recordsOf } from '../../../src/query/records.ts'
import { evaluationsOfCall } from '../../../src/view/queries.ts'
import { ask } from '../data/ask.ts'
import { useSpeech } from '../language/language.tsx'
import { Panel } from './panel.tsx'
import { Table } from './table.tsx'
import { VisibleText } from './visible-text.tsx'

interface EvaluationRow {
  readonly TimeGenerated: string
  readonly EvaluationName: string
  readonly Score: number | null
  readonly ScoreLabel: string
  readonly EvaluatorKind: string
  readonly ErrorType: string
  readonly Explanation: string
}

interface CallEvaluationsProps {
  readonly trace: string
  readonly id: string
  readonly response: string
}

/** What people and programs said of a call. */
export function CallEvaluations({ trace, id, response }: CallEvaluationsProps): ReactNode {
  const { messages, formats } = useSpeech()
  const { data } = useQuery({
    queryKey: ['live', 'evaluations', trace, id],
    queryFn: async ({ signal }) =>
      recordsOf<EvaluationRow>(
        await ask(
          { query: evaluationsOfCall, parameters: { Trace: trace, Id: id, Response: response } },
          signal,
        ),
      ),
  })
  const { evaluations, call } = messages
  return (
    <Panel title={call.evaluations}>
      {data === undefined || data.length === 0 ? (
        <p className="calm">{call.noEvaluations}</p>
      ) : (
        <Table
          label={call.evaluations}
          rows={data}
          rowKey={({ EvaluationName }, index) => `${EvaluationName} ${index}`}
          columns={[
            {
              key: 'name',
              title: evaluations.evaluator,
              cell: ({ EvaluationName }) => EvaluationName,
            },
            {
              key: 'score',
              title: evaluations.score,
              align: 'end',
              cell: ({ Score, ScoreLabel, ErrorType }) =>
                ErrorType || [formats.score(Score), ScoreLabel].filter(Boolean).join(' · '),
            },
            {
              key: 'why',
              title: evaluations.explanation,
              cell: ({ Explanation }) => <VisibleText text={Explanation} />,
            },
          ]}
        />
      )}
    </Panel>
  )
}
