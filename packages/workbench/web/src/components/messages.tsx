import type { ReactNode } from 'react'

import type { CallContent, ContentNotice } from '../../../src/view/content.ts'
import { useSpeech } from '../language/language.tsx'
import { Bubble } from './bubble.tsx'
import { CodeBlock } from './code-block.tsx'

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
