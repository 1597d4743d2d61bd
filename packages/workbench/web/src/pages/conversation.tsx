import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import {
  parseMessages,
  contentKeys,
  type Message,
  type MessagePart,
} from '../../../src/view/messages.ts'
import { conversation as conversationQuery } from '../../../src/view/queries.ts'
import { Empty } from '../components/empty.tsx'
import { Loading } from '../components/loading.tsx'
import { OutcomeMark } from '../components/outcome.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import { VisibleText } from '../components/visible-text.tsx'
import type { CallRow } from '../data/use-calls.ts'
import { useRows } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'

interface TurnCall extends CallRow {
  readonly Properties: Readonly<Record<string, unknown>>
}

/** A conversation turn by turn: what was asked, what each prompt made of it, what was answered. */
export function Conversation(): ReactNode {
  const { messages, formats } = useSpeech()
  const { conversation } = useParams({ from: '/conversations/$conversation' })
  const { data, error } = useRows<TurnCall>(conversationQuery, {
    parameters: { Conversation: conversation },
  })
  const { conversations: words, pages } = messages
  if (error !== null) return <PageError error={error} />
  const turns = Map.groupBy(data ?? [], ({ Turn }) => Turn ?? 0)
  const tokens = data?.reduce(
    (sum, { InputTokens, OutputTokens }) => sum + (InputTokens ?? 0) + (OutputTokens ?? 0),
    0,
  )
  return (
    <div className="page">
      <nav className="crumbs">
        <Link to="/conversations" search={true}>
          {pages.conversations}
        </Link>
      </nav>
      <PageHead
        title={conversation}
        filters="range"
        lead={
          data &&
          words.lead(formats.count(turns.size), formats.count(data.length), formats.count(tokens))
        }
      />
      {data === undefined && <Loading height={400} />}
      {data?.length === 0 && <Empty what={words.notFound} />}
      <ol className="turns">
        {Array.from(turns, ([turn, calls]) => (
          <li key={turn} className="turn">
            <h2 className="turn-name">{turn === 0 ? words.noTurn : words.turn(String(turn))}</h2>
            <div className="turn-calls">
              <Asked calls={calls} />
              {calls.map((call) => (
                <TurnLine key={call.Id} call={call} />
              ))}
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** What the person wrote: the last message of the user that the turn's last call was given. */
function Asked({ calls }: { readonly calls: readonly TurnCall[] }): ReactNode {
  const asked = calls
    .toReversed()
    .flatMap(({ Properties }) => parseMessages(Properties[contentKeys.input])?.toReversed() ?? [])
    .find(({ role }) => role === 'user')
  if (asked === undefined) return undefined
  return (
    <div className="bubble" data-role="user">
      <p className="said">
        <VisibleText text={textOf(asked)} />
      </p>
    </div>
  )
}

function TurnLine({ call }: { readonly call: TurnCall }): ReactNode {
  const { messages, formats } = useSpeech()
  const {
    Properties,
    PromptName,
    PromptVersion,
    Outcome,
    OutputLabel,
    ErrorType,
    OutputViolation,
  } = call
  const said = parseMessages(Properties[contentKeys.output])?.map(textOf).join('\n') ?? ''
  return (
    <article className="turn-call">
      <header>
        <Link
          to="/calls/$trace/$id"
          params={{ trace: call.OperationId, id: call.Id }}
          search={true}
        >
          {PromptName || messages.prompts.unnamed}
          {PromptVersion !== '' && <span className="version">{PromptVersion}</span>}
        </Link>
        <OutcomeMark outcome={Outcome} detail={ErrorType || OutputViolation} />
        {Outcome === 'ok' && OutputLabel !== '' && <span className="tag">{OutputLabel}</span>}
        <span className="faint turn-figures">
          {formats.milliseconds(call.DurationMs)} ·{' '}
          {formats.count((call.InputTokens ?? 0) + (call.OutputTokens ?? 0))}
        </span>
      </header>
      {said !== '' && (
        <p className="said">
          <VisibleText text={said} />
        </p>
      )}
    </article>
  )
}

const textOf = ({ parts }: Message): string => parts.map(partText).filter(Boolean).join('\n')

function partText(part: MessagePart): string {
  if (part.kind === 'media') return `[${part.media}]`
  return part.kind === 'tool-call' ? `${part.name}(${part.text})` : part.text
}
