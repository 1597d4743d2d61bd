import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { DEFAULT_LAST, type Last, lasts } from '../../../src/view/range.ts'
import { useShared } from '../app/use-shared.ts'
import { useStatus } from '../data/status.ts'
import { useNow } from '../data/use-now.ts'
import { useSpeech } from '../language/language.tsx'
import { CodeBlock } from './code-block.tsx'

/** Where there is nothing to show: what to type when nothing ever came, else how to look further back. */
export function Empty({
  what,
  hint,
}: {
  readonly what: string
  readonly hint?: string
}): ReactNode {
  const { messages, formats } = useSpeech()
  const { data: status } = useStatus()
  const now = useNow(10_000)
  const { empty } = messages
  if (status === undefined) return undefined
  if (status.newest === null) return <FirstSteps connectionString={status.connectionString} />
  return (
    <div className="note">
      <h2>{what}</h2>
      {hint !== undefined && <p>{hint}</p>}
      <p>{empty.rangeHint(formats.relative(status.newest, now))}</p>
      <Wider age={now - Date.parse(status.newest)} />
    </div>
  )
}

/** To the shortest range that reaches the last rows. */
function Wider({ age }: { readonly age: number }): ReactNode {
  const { messages } = useSpeech()
  const { last = DEFAULT_LAST, from } = useShared()
  const navigate = useNavigate()
  const reaching = (Object.keys(lasts) as Last[]).find(
    (each) => lasts[each] * 60_000 > age && (from !== undefined || lasts[each] > lasts[last]),
  )
  if (reaching === undefined) return undefined
  return (
    <button
      type="button"
      onClick={() =>
        void navigate({
          to: '.',
          search: (search) => ({ ...search, last: reaching, from: undefined, to: undefined }),
        })
      }
    >
      {messages.empty.widen(messages.range.last[reaching])}
    </button>
  )
}

function FirstSteps({ connectionString }: { readonly connectionString: string }): ReactNode {
  const { empty } = useSpeech().messages
  return (
    <div className="note first-steps">
      <h2>{empty.title}</h2>
      <p>{empty.lead}</p>
      <p className="step">{empty.byHand}</p>
      <CodeBlock
        text={`export APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}"\nnode --import @kansoku/azure-monitor/register app.js`}
      />
      <p className="step">{empty.inOne}</p>
      <CodeBlock text="npx kansoku dev -- node --import @kansoku/azure-monitor/register app.js" />
    </div>
  )
}
