import { type ReactNode, useState } from 'react'

import { useSpeech } from '../language/language.tsx'

interface CopyButtonProps {
  readonly text: () => string
  /** @defaultValue "Copy" */
  readonly label?: string
}

const SAID_MS = 1500

export function CopyButton({ text, label }: CopyButtonProps): ReactNode {
  const { call } = useSpeech().messages
  const [isCopied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text())
    setCopied(true)
    setTimeout(() => setCopied(false), SAID_MS)
  }
  return (
    <button type="button" className="quiet" onClick={() => void copy()}>
      <span aria-live="polite">{isCopied ? call.copied : (label ?? call.copy)}</span>
    </button>
  )
}
