/** Kept in this browser; a browser that keeps nothing (private windows) gets the defaults. */
export type Preference = 'language' | 'theme'

const keyOf = (name: Preference): string => `kansoku.${name}`

export function readPreference(name: Preference): string | undefined {
  try {
    return localStorage.getItem(keyOf(name)) ?? undefined
  } catch {
    return undefined
  }
}

export function writePreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value)
  } catch {
    // It holds until the page is left.
  }
}
