import type { ReactNode } from 'react'

import { type Language, languages, useSpeech } from '../language/language.tsx'
import { chooseTheme, type Theme, themes, useTheme } from './theme.ts'

/** Theme and language. */
export function Settings(): ReactNode {
  const { messages, language, choose } = useSpeech()
  const theme = useTheme()
  const { shell } = messages
  return (
    <div className="settings">
      <select
        aria-label={shell.theme}
        value={theme}
        onChange={({ target }) => chooseTheme(target.value as Theme)}
      >
        {themes.map((each) => (
          <option key={each} value={each}>
            {shell.themes[each]}
          </option>
        ))}
      </select>
      <select
        aria-label={shell.language}
        value={language}
        onChange={({ target }) => choose(target.value as Language)}
      >
        {Object.entries(languages).map(([tag, { name }]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
