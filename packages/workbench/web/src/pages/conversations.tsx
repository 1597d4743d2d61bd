import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { conversations } from '../../../src/view/queries.ts'
import { Empty } from '../components/empty.tsx'
import { Labels } from '../components/labels.tsx'
import { Loading } from '../components/loading.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import { VirtualTable } from '../components/virtual-table.tsx'
import { useRows } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'

interface ConversationRow {
  readonly ConversationId: string
  readonly Turns: number
  readonly Calls: number
  readonly Labels: readonly string[]
  readonly Failed: number
  readonly InvalidOutputs: number
  readonly Tokens: number
  readonly First: string
  readonly Last: string
}

export function Conversations(): ReactNode {
  const { messages, formats } = useSpeech()
  const { data, error } = useRows<ConversationRow>(conversations)
  const navigate = useNavigate()
  const { fields, conversations: words } = messages
  if (error !== null) return <PageError error={error} />
  return (
    <div className="page full">
      <PageHead title={messages.pages.conversations} />
      {data === undefined && <Loading height={400} />}
      {data?.length === 0 && <Empty what={words.none} hint={words.hint} />}
      {data !== undefined && data.length > 0 && (
        <VirtualTable
          label={messages.pages.conversations}
          rows={data}
          rowKey={({ ConversationId }) => ConversationId}
          onOpen={({ ConversationId }) =>
            void navigate({
              to: '/conversations/$conversation',
              params: { conversation: ConversationId },
              search: true,
            })
          }
          columns={[
            {
              key: 'last',
              title: fields.last,
              width: '9.5rem',
              cell: ({ Last }) => formats.moment(Last),
            },
            {
              key: 'conversation',
              title: fields.conversation,
              width: 'minmax(12rem, 1.2fr)',
              cell: ({ ConversationId }) => ConversationId,
            },
            {
              key: 'turns',
              title: fields.turns,
              width: '5rem',
              align: 'end',
              cell: ({ Turns }) => formats.count(Turns),
            },
            {
              key: 'calls',
              title: fields.calls,
              width: '6rem',
              align: 'end',
              cell: ({ Calls }) => formats.count(Calls),
            },
            {
              key: 'labels',
              title: fields.answer,
              width: 'minmax(14rem, 1.6fr)',
              cell: ({ Labels: labels }) => <Labels labels={labels} />,
            },
            {
              key: 'failed',
              title: fields.failed,
              width: '6rem',
              align: 'end',
              cell: ({ Failed }) => <Bad count={Failed} tone="failed" />,
            },
            {
              key: 'invalid',
              title: fields.invalid,
              width: '6.5rem',
              align: 'end',
              cell: ({ InvalidOutputs }) => <Bad count={InvalidOutputs} tone="invalid" />,
            },
            {
              key: 'tokens',
              title: fields.tokens,
              width: '7rem',
              align: 'end',
              cell: ({ Tokens }) => formats.count(Tokens),
            },
          ]}
        />
      )}
    </div>
  )
}

/** A count that is better 0. */
function Bad({
  count,
  tone,
}: {
  readonly count: number
  readonly tone: 'failed' | 'invalid'
}): ReactNode {
  const { formats } = useSpeech()
  if (count === 0) return <span className="none">0</span>
  return (
    <span className="share" data-tone={tone}>
      {formats.count(count)}
    </span>
  )
}
