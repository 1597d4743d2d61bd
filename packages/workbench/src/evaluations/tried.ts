/** What else an output depends on, beside the prompt's version and the input, such as the model. */
export type Settings = Readonly<Record<string, string | number | boolean>>

/** What a run tried. */
export interface Tried {
  readonly prompt: { readonly name: string; readonly version: string }
  readonly settings?: Settings
}

/** For people: `search_decision version 2 (model gpt-4.1-mini, temperature 0)`. */
export function triedName({ prompt, settings }: Tried): string {
  return `${prompt.name} version ${prompt.version}${inBrackets(settings)}`
}

/** The same without the prompt's name, beside another of the same prompt. */
export function triedVersion({ prompt, settings }: Tried): string {
  return `version ${prompt.version}${inBrackets(settings)}`
}

/** Whether two runs tried the same, so that a difference between them is chance or another data set. */
export function triedSame(one: Tried, other: Tried): boolean {
  return triedName(one) === triedName(other)
}

/** In the order of the names: settings are the same in whatever order they are written. */
export function sortedSettings(settings: Settings): [name: string, value: Settings[string]][] {
  return Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** `model gpt-4.1-mini, temperature 0`; empty without. */
export function settingsText(settings: Settings = {}): string {
  return sortedSettings(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function inBrackets(settings: Settings | undefined): string {
  const text = settingsText(settings)
  return text === '' ? '' : ` (${text})`
}
