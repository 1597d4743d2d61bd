import type { ReactNode } from 'react'

import { CopyButton } from './copy-button.tsx'
import { VisibleText } from './visible-text.tsx'

/** Text to be copied as it is: a command, a query, JSON. */
export function CodeBlock({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="code">
      <pre tabIndex={0}>
        <VisibleText text={text} />
      </pre>
      <CopyButton text={() => text} />
    </div>
  )
}
