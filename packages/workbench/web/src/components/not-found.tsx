import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { useSpeech } from '../language/language.tsx'

export function NotFound(): ReactNode {
  const { errors } = useSpeech().messages
  return (
    <div className="note">
      <h1>{errors.notFound}</h1>
      <Link to="/">{errors.home}</Link>
    </div>
  )
}
