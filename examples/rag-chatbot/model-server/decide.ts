import type { Chance } from './chance.ts'
import type { Rates } from './rates.ts'
import type { PromptView, Rules } from './read-prompt.ts'

const SMALL_TALK =
  /^(hello|hi|good (morning|afternoon))\b|\d+ (percent|divided)|^how do you (say|spell)|^please write|^(こんにちは|おはよう|はじめまして|お疲れ)|英語で何と|いくつですか|何と読み|書いてください/i
const SEARCH_REQUEST = /\bsearch\b|検索して/i
/** Words that point back at what was said before. */
const POINTS_BACK = /^and\b|\b(it|that|those|them|they|then)\b|それ|その|そこ|^では/i

/** Near misses as models write them: the word in a sentence, in the other language, or neither word. */
const INVALID = {
  Yes: ['Yes, we should search.', 'はい', '検索が必要です', '{"search": true}', 'Maybe'],
  No: ['No, the documents are enough.', 'いいえ', '検索は不要です', '{"search": false}', 'Maybe'],
} as const

/** The model's answer to the search decision: right by the four checks, but for its seeded faults. */
export function decide(view: PromptView, chance: Chance, rates: Rates, content: string): string {
  const answer = misjudge(view, chance, rates, content)
  if (chance('invalid', content) >= left(rates.invalidFormat, view.rules.oneWord)) return answer
  const wordings = INVALID[answer]
  return wordings[Math.floor(chance('wording', content) * wordings.length)] ?? 'Maybe'
}

function misjudge(view: PromptView, chance: Chance, rates: Rates, content: string): 'Yes' | 'No' {
  const { questions, rules } = view
  if (chance('always', questions[0] ?? '') < left(rates.searchEveryTurn, rules.sameSubject))
    return 'Yes'
  if (judge(view) === 'Yes') {
    const rate = questions.length > 1 ? missRate(rates, rules) : firstMissRate(rates, rules)
    return chance('missed', content) < rate ? 'No' : 'Yes'
  }
  const again = questions.length > 2 && view.documents.length > 0 ? rates.searchOnLaterTurns : 0
  return chance('again', content) < left(again, rules.sameSubject) ? 'Yes' : 'No'
}

const left = (rate: number, ruledOut: boolean): number => (ruledOut ? 0 : rate)

const firstMissRate = ({ noOnFirstTurn }: Rates, { firstSearch }: Rules): number =>
  left(noOnFirstTurn, firstSearch)

/** Told to save searches, the model saves half of those that are needed. */
const missRate = ({ missedSearch }: Rates, { otherSubject, saveSearches }: Rules): number =>
  saveSearches ? 0.5 : left(missedSearch, otherSubject)

/** The four checks as rules. Exported for the tests, which hold it against the data set. */
export function judge({
  questions,
  documents,
}: Pick<PromptView, 'questions' | 'documents'>): 'Yes' | 'No' {
  const question = questions.at(-1) ?? ''
  if (SEARCH_REQUEST.test(question)) return 'Yes'
  if (SMALL_TALK.test(question)) return 'No'
  if (documents.length === 0) return 'Yes'
  return POINTS_BACK.test(question) ? 'No' : 'Yes'
}
