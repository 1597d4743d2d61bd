/** Everything that may stand around a label and means nothing: quotes, brackets, stops, marks of Markdown. */
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu
/** Of a long output the beginning is searched. Keeps the time bounded; nobody puts the answer behind 4,096 characters. */
const LOOKED_AT = 4096

/** One form for all ways to write the same: width (NFKC), case, edges. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(EDGES, '')
}

/**
 * Finds the label that a text means. `undefined` where it means none, or more than one:
 * "Yes or No?" has no label.
 */
export function labelFinder(labels: readonly string[]): (text: string) => string | undefined {
  const byForm = new Map(labels.map((label) => [folded(label) || label.toLowerCase(), label]))

  return (text) => {
    const whole = folded(withoutFence(text.slice(0, LOOKED_AT)))
    const exact = byForm.get(whole)
    if (exact !== undefined) return exact
    const named = new Set<string>()
    for (const word of whole.split(/[^\p{L}\p{N}]+/u)) {
      const label = byForm.get(word)
      if (label !== undefined) named.add(label)
    }
    return named.size === 1 ? named.values().next().value : undefined
  }
}

/** The language behind an opening fence is no word of the answer. */
function withoutFence(text: string): string {
  return text.trim().replace(/^```\w*\s/u, '')
}
