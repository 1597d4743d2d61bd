import type { ReactNode } from 'react'

import type { Message, MessagePart } from '../../../src/view/messages.ts'
import { useSpeech } from '../language/language.tsx'
import { VisibleText } from './visible-text.tsx'

/** A message of a conversation. */
export function Bubble({ message }: { readonly message: Message }): ReactNode {
  const { call } = useSpeech().messages
  const { role, parts, finish } = message
  const name = Object.entries(call.roles).find(([key]) => key === role)?.[1] ?? role
  return (
    <article className="bubble" data-role={role}>
      <header>
        <span>{name}</span>
        {finish !== undefined && finish !== 'stop' && (
          <span className="faint">{call.finish(finish)}</span>
        )}
      </header>
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </article>
  )
}

function Part({ part }: { readonly part: MessagePart }): ReactNode {
  const { call } = useSpeech().messages
  switch (part.kind) {
    case 'text':
      return (
        <p className="said">
          <VisibleText text={part.text} />
        </p>
      )
    case 'reasoning':
      return (
        <details className="aside">
          <summary>{call.reasoning}</summary>
          <p className="said">
            <VisibleText text={part.text} />
          </p>
        </details>
      )
    case 'tool-call':
      return (
        <div className="tool">
          <h3>
            {call.toolCall(part.name)} <span className="faint mono">{part.id}</span>
          </h3>
          <pre tabIndex={0}>
            <VisibleText text={part.text} />
          </pre>
        </div>
      )
    case 'tool-result':
      return (
        <div className="tool">
          <h3>
            {call.toolResult} <span className="faint mono">{part.id}</span>
          </h3>
          <pre tabIndex={0}>
            <VisibleText text={part.text} />
          </pre>
        </div>
      )
    case 'media':
      return <p className="faint">{call.media(part.media)}</p>
    default:
      return part satisfies never
  }
}
