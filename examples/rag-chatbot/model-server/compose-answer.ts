import type { PromptView } from './read-prompt.ts'

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

/** A short answer in the language of the question: the sentence of the documents that fits it best. */
export function composeAnswer({ questions, documents }: PromptView): string {
  const question = questions.at(-1) ?? ''
  const japanese = JAPANESE.test(question)
  const best = documents
    .flatMap(({ title, id, text }, rank) =>
      sentencesOf(text).map((sentence) => ({
        title,
        source: id === undefined ? '' : ` [${id}]`,
        sentence,
        // The first document is the search's best: on a tie it wins.
        score: sharedPairs(question, `${title} ${sentence}`) - rank / 2,
      })),
    )
    .reduce<{ title: string; source: string; sentence: string; score: number } | undefined>(
      (top, next) => (top === undefined || next.score > top.score ? next : top),
      undefined,
    )
  if (best === undefined || best.score <= 0) {
    return japanese
      ? 'お手伝いできることがあれば、社内ハンドブックについて何でも聞いてください。'
      : 'I can help with anything that is in the office handbook. Just ask.'
  }
  return japanese
    ? `「${best.title}」によると、${best.sentence}${best.source}`
    : `According to “${best.title}”: ${best.sentence}${best.source}`
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=。)|(?<=\.)\s/u).filter((sentence) => sentence.trim() !== '')
}

/** Letter pairs in common: crude, and the same for both languages. */
function sharedPairs(one: string, other: string): number {
  const pairs = pairsOf(one)
  return Array.from(pairsOf(other)).filter((pair) => pairs.has(pair)).length / 10
}

function pairsOf(text: string): Set<string> {
  const letters = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
  return new Set(Array.from({ length: letters.length - 1 }, (_, i) => letters.slice(i, i + 2)))
}
