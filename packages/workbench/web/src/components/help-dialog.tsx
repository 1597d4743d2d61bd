import { type ReactNode, useEffect, useRef } from 'react'

import { pages } from '../app/pages.ts'
import { useSpeech } from '../language/language.tsx'

/** What the keyboard can do. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { messages } = useSpeech()
  const { keys, shell } = messages
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const rows: readonly (readonly [string, string])[] = [
    ...pages.map(({ name, key }) => [`g ${key}`, keys.goTo(messages.pages[name])] as const),
    ['/', keys.filter],
    ['↑ ↓', keys.move],
    ['Home End', keys.ends],
    ['Enter', keys.open],
    ['Ctrl+Enter', keys.run],
    ['?', keys.help],
    ['Esc', keys.back],
  ]
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={onClose}>
      <div className="help-head">
        <h2 id="help-title">{shell.help}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={shell.close}
          onClick={() => dialog.current?.close()}
        >
          ×
        </button>
      </div>
      <dl className="help-keys">
        {rows.map(([combination, meaning]) => (
          <div key={combination}>
            <dt>
              {combination.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  )
}
