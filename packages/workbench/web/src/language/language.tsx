import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'

import { readPreference, writePreference } from '../app/preferences.ts'
import { en, type Messages } from './en.ts'
import { formatsOf, type Formats } from './formats.ts'
import { ja } from './ja.ts'

export type Language = 'en' | 'ja'
export const languages: Readonly<Record<Language, Messages>> = { en, ja }

interface Speech {
  readonly language: Language
  readonly messages: Messages
  readonly formats: Formats
  readonly choose: (language: Language) => void
}

const SpeechContext = createContext<Speech | undefined>(undefined)

const isLanguage = (value: string | undefined): value is Language =>
  value !== undefined && Object.hasOwn(languages, value)

/** The first of the browser's languages that the page speaks. */
function browserLanguage(): Language {
  return navigator.languages.map((tag) => tag.split('-')[0]?.toLowerCase()).find(isLanguage) ?? 'en'
}

export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(() => {
    const kept = readPreference('language')
    return isLanguage(kept) ? kept : browserLanguage()
  })
  useEffect(() => {
    // Chooses the Japanese glyphs of characters that Chinese shares.
    document.documentElement.lang = language
  }, [language])
  const speech = useMemo<Speech>(
    () => ({
      language,
      messages: languages[language],
      formats: formatsOf(language, languages[language]),
      choose(chosen) {
        writePreference('language', chosen)
        setLanguage(chosen)
      },
    }),
    [language],
  )
  return <SpeechContext value={speech}>{children}</SpeechContext>
}

/** Messages and formats of the chosen language. */
export function useSpeech(): Speech {
  const speech = use(SpeechContext)
  if (speech === undefined) throw new Error('useSpeech needs a LanguageProvider')
  return speech
}
