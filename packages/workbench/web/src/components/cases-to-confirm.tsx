import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'

import type { WaitingCases } from '../../../src/confirm/waiting-cases.ts'
import { caseInput, caseTitle } from '../../../src/view/case-input.ts'
import {
  fileName,
  itemAfter,
  type WaitingItem,
  waitingItems,
} from '../../../src/view/waiting-items.ts'
import { type CaseDecision, useCases, useDecision } from '../data/cases.ts'
import { useSpeech } from '../language/language.tsx'
import { CaseToConfirm } from './case-to-confirm.tsx'
import { CodeBlock } from './code-block.tsx'
import { Panel } from './panel.tsx'
import { VisibleText } from './visible-text.tsx'

/** The harvested cases that wait for a person, one looked at at a time. Nothing where nothing was ever harvested. */
export function CasesToConfirm(): ReactNode {
  const { messages, formats } = useSpeech()
  const { data: sets } = useCases()
  if (sets === undefined || sets.length === 0) return undefined
  const items = waitingItems(sets)
  const { confirm } = messages
  return (
    <Panel title={confirm.title} note={confirm.left(formats.count(items.length))}>
      <div className="panel-body stack">
        {sets.map(
          ({ file, problem }) =>
            problem !== undefined && (
              <p key={file} className="notice" role="alert">
                {problem}
              </p>
            ),
        )}
        <Desk sets={sets} items={items} />
      </div>
    </Panel>
  )
}

interface DeskProps {
  readonly sets: readonly WaitingCases[]
  readonly items: readonly WaitingItem[]
}

function Desk({ sets, items }: DeskProps): ReactNode {
  const { confirm } = useSpeech().messages
  const { mutate, error, isPending } = useDecision()
  const [chosen, setChosen] = useState<string>()
  const frame = useRef<HTMLDivElement>(null)
  const hasDecided = useRef(false)
  const index = Math.max(
    items.findIndex(({ key }) => key === chosen),
    0,
  )
  const item = items[index]
  const undoable = [...(item ? [item.set] : []), ...sets].find(({ canUndo }) => canUndo)

  // Whoever works with the keyboard goes on where the next case is.
  useEffect(() => {
    if (!hasDecided.current) return
    hasDecided.current = false
    frame.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus()
  }, [items])

  const decide = (set: WaitingCases, decision: CaseDecision): void => {
    if (isPending) return
    mutate(
      { set, decision },
      {
        onSuccess(after) {
          hasDecided.current = true
          setChosen(itemAfter(items, waitingItems(after), index)?.key)
        },
      },
    )
  }
  const undo = (): void => {
    if (undoable !== undefined) decide(undoable, { action: 'undo' })
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
    const label = item?.set.labels[Number(event.key) - 1]
    if (event.key === 'u') undo()
    else if (item === undefined) return
    else if (event.key === 'ArrowDown') setChosen(items[index + 1]?.key ?? item.key)
    else if (event.key === 'ArrowUp') setChosen(items[index - 1]?.key ?? item.key)
    else if (event.key === 'x') decide(item.set, { action: 'drop', id: item.case.id })
    else if (label !== undefined)
      decide(item.set, { action: 'accept', id: item.case.id, expected: label })
    else return
    event.preventDefault()
  }

  return (
    <div className="desk" ref={frame} onKeyDown={onKey}>
      {item === undefined ? (
        <Done sets={sets} />
      ) : (
        <>
          <ul className="desk-list" aria-label={confirm.title}>
            {items.map((each) => (
              <li key={each.key}>
                <button
                  type="button"
                  aria-current={each === item}
                  onClick={() => setChosen(each.key)}
                >
                  <VisibleText text={caseTitle(caseInput(each.case.input)) || each.case.id} />
                </button>
              </li>
            ))}
          </ul>
          <CaseToConfirm
            key={item.key}
            item={item}
            isBusy={isPending}
            decide={(decision) => decide(item.set, decision)}
          />
        </>
      )}
      <div className="desk-foot">
        <button type="button" className="quiet" onClick={undo} disabled={undoable === undefined}>
          {confirm.undo} <kbd>u</kbd>
        </button>
        {error !== null && (
          <p className="share" data-tone="failed" role="alert">
            {error.message}
          </p>
        )}
        {item !== undefined && <span className="faint">{fileName(item.set.file)}</span>}
      </div>
    </div>
  )
}

/** Where all is confirmed: what comes next. */
function Done({ sets }: { readonly sets: readonly WaitingCases[] }): ReactNode {
  const { confirm } = useSpeech().messages
  const evaluations = new Set(
    sets.flatMap(({ evaluation, problem }) => (problem === undefined ? [evaluation] : [])),
  )
  if (evaluations.size === 0) return undefined
  return (
    <div className="stack">
      <p>{confirm.done}</p>
      <CodeBlock text={[...evaluations].map((name) => `npx kansoku eval run ${name}`).join('\n')} />
    </div>
  )
}

const isWriting = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select')
