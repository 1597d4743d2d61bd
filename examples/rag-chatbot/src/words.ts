/** One segmenter for both languages: it finds Japanese words by dictionary and English ones by spaces. */
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })

/** Words that occur in nearly every text and so tell nothing about it. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an the and or of to in on at by for from with is are be do does did can may must will what when where
  who whom which how why i my me you your we it its this that these those there then any every if as not no
  please again about です ます ました ません ください から まで する れる られ には では とき どこ いつ 場合 について`.split(
    /\s+/,
  ),
)

/** The words of a text that carry meaning, in a form that compares. */
export function words(text: string): string[] {
  return Array.from(segmenter.segment(text.normalize('NFKC').toLowerCase()))
    .filter(({ isWordLike, segment }) => isWordLike === true && carriesMeaning(segment))
    .map(({ segment }) => stem(segment))
}

/** A single hiragana is a particle or an ending. */
function carriesMeaning(word: string): boolean {
  return !STOP_WORDS.has(word) && !/^\p{Script=Hiragana}$/u.test(word)
}

/** `visitors` and `visitor` are one word; more is not needed for a handbook. */
function stem(word: string): string {
  return /^[a-z]{4,}s$/.test(word) && !word.endsWith('ss') ? word.slice(0, -1) : word
}
