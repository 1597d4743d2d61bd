import { Link } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'

import { caseInput } from '../../../src/view/case-input.ts'
import { readValue, writtenValue } from '../../../src/view/expected-value.ts'
import type { WaitingItem } from '../../../src/view/waiting-items.ts'
import type { CaseDecision } from '../data/cases.ts'
import { useSpeech } from '../language/language.tsx'
import { Bubble } from './bubble.tsx'
import { VisibleText } from './visible-text.tsx'

interface CaseToConfirmProps {
  readonly item: WaitingItem
  /** While a decision is being written. */
  readonly isBusy: boolean
  readonly decide: (decision: CaseDecision) => void
}

/** One case: what was said, what the model answered, and what would have been right. */
export function CaseToConfirm({ item, isBusy, decide }: CaseToConfirmProps): ReactNode {
  const { messages, formats } = useSpeech()
  const { confirm, fields } = messages
  const { id, input, source, tags } = item.case
  const { messages: said, rest } = caseInput(input)
  return (
    <article className="desk-case stack" aria-label={id}>
      <p className="labels">
        <span className="mono faint">{id}</span>
        {tags.map((tag) => (
          <span key={tag} className="tag">
            {tag}
          </span>
        ))}
      </p>
      <div className="messages">
        {said.map((message, index) => (
          <Bubble key={index} message={message} />
        ))}
        {source?.output !== undefined && (
          <div className="messages desk-judged">
            <Bubble
              message={{ role: 'assistant', parts: [{ kind: 'text', text: source.output }] }}
            />
          </div>
        )}
      </div>
      {rest.length > 0 && (
        <dl className="desk-rest">
          {rest.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="said">
                <VisibleText text={text} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {source !== undefined && (
        <p className="faint">
          {fields.version} {source.version} · {formats.moment(source.time)} ·{' '}
          <Link
            to="/calls/$trace/$id"
            params={{ trace: source.trace, id: source.call }}
            search={true}
          >
            {confirm.seeCall}
          </Link>
        </p>
      )}
      <fieldset className="desk-choice" disabled={isBusy}>
        <legend>{confirm.right}</legend>
        <Choice item={item} decide={decide} />
        <button type="button" onClick={() => decide({ action: 'drop', id })}>
          {confirm.drop} <kbd>x</kbd>
        </button>
      </fieldset>
    </article>
  )
}

type ChoiceProps = Pick<CaseToConfirmProps, 'item' | 'decide'>

function Choice({ item, decide }: ChoiceProps): ReactNode {
  const { confirm } = useSpeech().messages
  const { case: found, set } = item
  if (set.labels.length === 0) return <Written item={item} decide={decide} />
  return (
    <>
      {set.labels.map((label, index) => (
        <button
          key={label}
          type="button"
          className={label === found.expected ? 'primary' : ''}
          title={label === found.expected ? confirm.proposed : undefined}
          onClick={() => decide({ action: 'accept', id: found.id, expected: label })}
        >
          {label} {index < 9 && <kbd>{index + 1}</kbd>}
        </button>
      ))}
      <button
        type="button"
        onClick={() => decide({ action: 'accept', id: found.id, expected: null })}
      >
        {confirm.nothing}
      </button>
    </>
  )
}

/** Where the contract names no labels: the right output in full. */
function Written({ item, decide }: ChoiceProps): ReactNode {
  const { confirm } = useSpeech().messages
  const { expected: proposed, id } = item.case
  const [written, setWritten] = useState(writtenValue(proposed))
  const noJson = useId()
  const value = readValue(written, proposed)
  return (
    <>
      <textarea
        aria-label={confirm.right}
        aria-invalid={value === undefined}
        aria-describedby={noJson}
        rows={4}
        value={written}
        placeholder={confirm.nothing}
        onChange={({ target }) => setWritten(target.value)}
      />
      <p id={noJson} className="share" data-tone="failed">
        {value === undefined && confirm.noJson}
      </p>
      <button
        type="button"
        className="primary"
        disabled={value === undefined}
        onClick={() => decide({ action: 'accept', id, expected: value })}
      >
        {confirm.accept}
      </button>
    </>
  )
}
