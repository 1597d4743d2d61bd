/** The range that the pack's queries look at: the last so many days. */
const OWN_RANGE = /\bago\(\d+d\), now\(\)/g

/** A query of the pack over the page's range instead of its own. */
export function withRange(text: string): string {
  return text.replaceAll(OWN_RANGE, '{TimeRange:start}, {TimeRange:end}')
}

/**
 * A filter that lets all pass where nothing is chosen: `| where "*" in ({Prompt}) or PromptName in ({Prompt})`, or
 * `| where {Label} == "" or OutputLabel == {Label}`, with lines that go on.
 */
const CHOICE =
  /^\| where (?:"\*" in \(\{(\w+)\}\)|\{(\w+)\} == (?:"all"|""|0)) or .*\n(?: {4}or .*\n)*/gm

/**
 * A query without the choices that are not made. The rows are the same; the columns that the choices are about need not be
 * read, which at 200,000 calls is a third of the time of a chart.
 */
export function withoutUnused(text: string, chosen: (name: string) => boolean): string {
  return text.replaceAll(CHOICE, (filter, ofSeveral?: string, ofOne?: string) =>
    chosen(ofSeveral ?? ofOne ?? '') ? filter : '',
  )
}
