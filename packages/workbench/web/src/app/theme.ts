import { useSyncExternalStore } from 'react'

import { readPreference, writePreference } from './preferences.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function kept(): Theme {
  return themes.find((theme) => theme === readPreference('theme')) ?? 'system'
}

let current = kept()

/** Before the first paint, so that nothing flashes. */
export function applyTheme(theme: Theme = current): void {
  current = theme
  document.documentElement.dataset['theme'] = theme
  for (const listener of listeners) listener()
}

export function chooseTheme(theme: Theme): void {
  writePreference('theme', theme)
  applyTheme(theme)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  dark.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    dark.removeEventListener('change', listener)
  }
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => current)

/** Whether the page is dark now, by choice or by the system. */
export const useIsDark = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => current === 'dark' || (current === 'system' && dark.matches),
  )
