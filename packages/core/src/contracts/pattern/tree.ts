/** A regular expression without what a linear engine cannot do. */
export type Pattern =
  /** One character, as the source of a RegExp for it: `a`, `[^,]`, `\d`, `.`. */
  | { readonly kind: 'set'; readonly source: string }
  | { readonly kind: 'edge'; readonly at: Edge }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  /** The earlier ones are preferred. */
  | { readonly kind: 'choice'; readonly parts: readonly Pattern[] }
  | Loop
  /** The group whose text is the label. */
  | { readonly kind: 'label'; readonly inner: Pattern }

export interface Loop {
  readonly kind: 'loop'
  readonly inner: Pattern
  readonly min: number
  readonly max: number
  readonly lazy: boolean
}

export type Edge = '^' | '$' | '\\b' | '\\B'

/** Whether a pattern can match without taking a character. */
export function canBeEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'set':
      return false
    case 'edge':
      return true
    case 'sequence':
      return pattern.parts.every(canBeEmpty)
    case 'choice':
      return pattern.parts.some(canBeEmpty)
    case 'loop':
      return pattern.min === 0 || canBeEmpty(pattern.inner)
    case 'label':
      return canBeEmpty(pattern.inner)
    default:
      return pattern satisfies never
  }
}

export function hasLabel(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'label':
      return true
    case 'sequence':
    case 'choice':
      return pattern.parts.some(hasLabel)
    case 'loop':
      return hasLabel(pattern.inner)
    default:
      return false
  }
}
