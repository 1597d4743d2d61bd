import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import type { QueryAnswer } from '../../../src/query/answer.ts'
import { useShared } from '../app/use-shared.ts'
import { ask, post } from '../data/ask.ts'
import { sharedParameters } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'
import { AnswerChart } from './answer-chart.tsx'
import { Loading } from './loading.tsx'

const HEIGHT = 260

interface AnswersPerTurnProps {
  readonly prompt: string
  readonly labels: readonly string[]
}

/** The chart that the pack makes of a contract: how often each answer was given, turn by turn. */
export function AnswersPerTurn({ prompt, labels }: AnswersPerTurnProps): ReactNode {
  const { messages } = useSpeech()
  const shared = useShared()
  const text = useQuery({
    queryKey: ['answers-per-turn', prompt, labels],
    queryFn: async ({ signal }) =>
      (await post<{ text: string }>('/api/answers-per-turn', { prompt, labels }, signal)).text,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const answer = useQuery<QueryAnswer>({
    queryKey: ['live', 'answers-per-turn', text.data, shared],
    queryFn: ({ signal }) =>
      ask({ query: text.data ?? '', parameters: sharedParameters(shared, new Date()) }, signal),
    enabled: text.data !== undefined,
  })
  return (
    <div className="answers">
      <h3>{messages.prompts.answersPerTurn}</h3>
      {answer.data === undefined ? (
        <Loading height={HEIGHT} />
      ) : (
        <AnswerChart
          answer={answer.data}
          label={messages.prompts.answersPerTurn}
          height={HEIGHT}
          untitled
        />
      )}
    </div>
  )
}
