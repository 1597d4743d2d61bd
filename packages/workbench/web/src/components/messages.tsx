import type { ReactNode } from 'react'

import type { CallContent, ContentNotice } from '../../../src/view/content.ts'
import type { Message, MessagePart } from '../../../src/view/messages.ts'
import { useSpeech } from '../language/language.tsx'
import { CodeBlock } from './code-block.tsx'
import { VisibleText } from './visible-text.tsx'

const CAPTURE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_ONLY'

/** What was said, as a conversation; and why something of it is missing. */
export function Messages({ content }: { readonly content: CallContent }): ReactNode {
  const { instructions, input, output, others, notices } = content
  return (
    <div className="messages">
      {notices.map((notice) => (
        <Notice key={`${notice.kind} ${notice.key}`} notice={notice} />
      ))}
      {instructions.length > 0 && <Bubble message={{ role: 'system', parts: instructions }} />}
      {[...input, ...output].map((message, index) => (
        <Bubble key={index} message={message} />
      ))}
      {others.map(({ Key, Text }) => (
        <details key={Key} className="aside">
          <summary>{Key}</summary>
          <CodeBlock text={Text} />
        </details>
      ))}
    </div>
  )
}

function Bubble({ message }: { readonly message: Message }): ReactNode {
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

function Notice({ notice }: { readonly notice: ContentNotice }): ReactNode {
  const { missing } = useSpeech().messages.call
  const { kind, key } = notice
  if (kind === 'not captured') {
    return (
      <div className="notice">
        <p>{missing['not captured']}</p>
        <p>{missing.hint}</p>
        <CodeBlock text={CAPTURE} />
      </div>
    )
  }
  return (
    <p className="notice">
      {kind === 'no output' ? missing['no output'] : missing[kind](key || missing.content)}
    </p>
  )
}
