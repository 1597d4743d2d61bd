/** Of a long output the beginning is searched: the time stays bounded, and an answer stands in front. In characters. */
const LOOKED_AT = 4096

/** What a text says about a set of labels. */
export interface LabelReader {
  /** Whether one of the labels stands in it, written as declared. */
  readonly mentions: (text: string) => boolean
  /** The label that it means; `undefined` where it means none, or more than one: "Yes or No?" has no label. */
  readonly meant: (text: string) => string | undefined
}

interface Mention {
  readonly label: string | undefined
  /** Whether it is written as declared, but for its width. */
  readonly exact: boolean
  readonly before: string
  readonly after: string
}

/**
 * Reads texts for labels. A label is looked for as a word of its own, the longest first, so that of "Yes" and
 * "Yes, search" only one is found in the latter. What stands around it decides: see {@link isAnswer}.
 */
export function labelReader(labels: readonly string[]): LabelReader {
  const pattern = anyOf(labels.map(sameForm))
  // Of two that only width or composition tells apart, the one that is declared first.
  const byForm = new Map(labels.toReversed().map((label) => [sameForm(label), label]))
  // Of two that only their case tells apart, none.
  const byFolded = new Map<string, string | undefined>()
  for (const label of labels) {
    const key = folded(label)
    byFolded.set(key, byFolded.has(key) ? undefined : label)
  }

  const mentionsIn = (text: string): Mention[] =>
    [...text.matchAll(pattern)].map(({ 0: written, index }) => {
      const declared = byForm.get(sameForm(written))
      return {
        label: declared ?? byFolded.get(folded(written)),
        exact: declared !== undefined,
        before: text.slice(0, index),
        after: text.slice(index + written.length),
      }
    })

  return {
    mentions: (text) => mentionsIn(readable(text)).some(({ exact }) => exact),
    meant: (text) => {
      const mentions = mentionsIn(withoutFence(readable(text)))
      const [first, ...others] = mentions
      if (first === undefined || others.some(({ label }) => label !== first.label)) return undefined
      return mentions.some(isAnswer) && !mentions.some(isNegated) ? first.label : undefined
    },
  }
}

/** One form for the ways to write the same: width and composition (NFKC), runs of white space. */
function sameForm(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, ' ')
}

function folded(text: string): string {
  return sameForm(text).toLowerCase()
}

/** The beginning of a text, not ending within a word. */
function readable(text: string): string {
  if (text.length <= LOOKED_AT) return text.normalize('NFKC')
  let end = LOOKED_AT
  while (end > 0 && IN_WORD.test(text.slice(end - 1, end + 1))) end -= 1
  return text.slice(0, end).normalize('NFKC')
}

const IN_WORD = /^[\p{L}\p{N}_\p{Cs}]/u
const WORD = /[\p{L}\p{N}]/u

/** The language behind an opening fence is no word of the answer. */
function withoutFence(text: string): string {
  return text.replace(/^\s*```\w*[^\S\n]*\n/u, '')
}

/** `_` joins words but also makes Markdown's emphasis. */
const NO_WORD_BEFORE = String.raw`(?<![\p{L}\p{N}]_{0,2})`
const NO_WORD_AFTER = String.raw`(?!_{0,2}(?!です)[\p{L}\p{N}]|[+#])`

/** The place is asked once, not once a label: with a thousand labels that is half a second of a long word. */
function anyOf(labels: readonly string[]): RegExp {
  const written = labels.toSorted((a, b) => b.length - a.length).map(asWord)
  return new RegExp(`${NO_WORD_BEFORE}(?:${written.join('|')})${NO_WORD_AFTER}`, 'giu')
}

/** A digit is no label where it belongs to a number. */
function asWord(label: string): string {
  const escaped = label
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll(' ', String.raw`\s+`)
  const before = /^\p{N}/u.test(label) ? String.raw`(?<![-+−]|\p{N}[.,/])` : ''
  const after = /\p{N}$/u.test(label) ? String.raw`(?![.,/]\p{N}|%)` : ''
  return before + escaped + after
}

/** Marks that set a word apart: quotes, brackets, Markdown, a line of its own. */
const OPENS = /[\n"'`*_“‘「『【（(《<[]\s*$/u
const CLOSES = /^\s*[.,;:!?。、！？]*[\n"'`*_”’」』】）)》>\]]/u
/** What is said after it is the answer. */
const ANNOUNCES = /(?:[:=]|->|→|=>)[\s"'`*_“‘「『]*$/u
/** Ordinary words stand in every sentence: "I have no idea" does not say No. */
const ORDINARY = /^[\p{Ll}\s]+$/u

/** Whether a label is given as the answer there, not merely a word of the sentence. */
function isAnswer({ after, before, exact, label }: Mention): boolean {
  if (!WORD.test(before) || !WORD.test(after)) return true
  if (ANNOUNCES.test(before.slice(-20))) return true
  if (OPENS.test(before.slice(-20)) && CLOSES.test(after.slice(0, 20))) return true
  return exact && label !== undefined && !ORDINARY.test(label)
}

/** Within the clause, shortly before or right after. */
const DENIED_BEFORE =
  /(?:\b(?:not|never|neither|nor|cannot|without)\b|n['’]t\b|\bnon-)[^.,;:!?。、\n]*$/iu
const DENIED_AFTER = /^["'`*_”’」』】）)]*(?:では|でも|じゃ|とは)(?:な|あり|言え|いえ)/u

function isNegated({ after, before }: Mention): boolean {
  return DENIED_BEFORE.test(before.slice(-40)) || DENIED_AFTER.test(after.slice(0, 20))
}
