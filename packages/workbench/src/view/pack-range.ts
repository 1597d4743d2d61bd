/** The range that the pack's queries look at: the last so many days. */
const OWN_RANGE = /\bago\(\d+d\), now\(\)/g

/** A query of the pack over the page's range instead of its own. */
export function withRange(text: string): string {
  return text.replaceAll(OWN_RANGE, '{TimeRange:start}, {TimeRange:end}')
}
