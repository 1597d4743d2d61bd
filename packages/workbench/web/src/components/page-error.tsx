import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { QueryRefused, WorkbenchError } from '../data/ask.ts'
import { useSpeech } from '../language/language.tsx'

/** What went wrong, and what to do. */
export function PageError({ error }: { readonly error: unknown }): ReactNode {
  const { errors } = useSpeech().messages
  const client = useQueryClient()
  const isGone = error instanceof WorkbenchError && error.message === 'unreachable'
  const message = error instanceof Error ? error.message : String(error)
  return (
    <div className="note problem" role="alert">
      <h2>{error instanceof QueryRefused ? errors.query : errors.title}</h2>
      <p>{isGone ? errors.server : message}</p>
      <button type="button" onClick={() => void client.invalidateQueries()}>
        {errors.retry}
      </button>
    </div>
  )
}
