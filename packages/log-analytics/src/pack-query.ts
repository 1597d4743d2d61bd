import type { LocalizedText } from './header.ts'

/** A ready query of the pack; it may call the pack's functions. */
export interface PackQuery {
  readonly name: string
  readonly title: LocalizedText
  readonly description: LocalizedText
  readonly tags: readonly string[]
  readonly text: string
}
