import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'

import { pages } from './pages.ts'

/** How long after `g` the letter of a page may come. */
const SEQUENCE_MS = 1200

/** `g` and a letter for each page, `/` for the filter, `?` for help. Not while something is being written. */
export function useShortcuts(onHelp: () => void): void {
  const navigate = useNavigate()
  useEffect(() => {
    let since = 0
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
      const isSecond = event.timeStamp - since < SEQUENCE_MS
      since = 0
      const page = isSecond ? pages.find(({ key }) => key === event.key) : undefined
      if (page !== undefined) void navigate({ to: page.to })
      else if (event.key === 'g') since = event.timeStamp
      else if (event.key === '?') onHelp()
      else if (event.key === '/')
        document
          .querySelector<HTMLElement>(
            '[data-focus="/"] :is(input, textarea, [role="textbox"]), input[data-focus="/"]',
          )
          ?.focus()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [navigate, onHelp])
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]'))
  )
}
