/** What a text and a message have in common over at least so many code units is a quotation, not chance. */
const RUN = 12
/** In code units. APIs say less; the rest is left out rather than searched. */
const MAX_MESSAGE = 2048
/** In code units: about 25 ms of work, on failed calls only. What lies in more content, nobody can say in time. */
const MAX_CONTENT = 500_000
const MASK = '…'

/**
 * An error's message without the content that it quotes: APIs say what they refuse in the very words of the prompt.
 * Masked is each run of {@link RUN} characters and more that stands in a text, each quotation (in ', ", ` or their
 * typographic kin) that does, and each shorter text where the message has it as a word.
 *
 * @param texts every string of the request's content
 * @returns the empty string where there is too much content to say
 */
export function withoutContent(message: string, texts: readonly string[]): string {
  if (texts.reduce((length, text) => length + text.length, 0) > MAX_CONTENT) return ''
  const shown = message.slice(0, MAX_MESSAGE)
  const masked = new Uint8Array(shown.length)
  const runs = runsOf(shown)
  for (const text of new Set(texts)) {
    maskRuns(text, runs, masked)
    if (text.trim().length < RUN) maskWords(shown, text.trim(), masked)
  }
  maskQuotations(shown, texts, masked)
  return written(shown, masked)
}

/** Where each run of the message begins. */
function runsOf(message: string): Map<string, number[]> {
  const runs = new Map<string, number[]>()
  for (let at = 0; at + RUN <= message.length; at++) {
    const run = message.slice(at, at + RUN)
    const places = runs.get(run)
    if (places) places.push(at)
    else runs.set(run, [at])
  }
  return runs
}

/** Linear in both: a run that was found once is masked everywhere and looked for no more. */
function maskRuns(text: string, runs: Map<string, readonly number[]>, masked: Uint8Array): void {
  for (let from = 0; from + RUN <= text.length; from++) {
    const run = text.slice(from, from + RUN)
    const places = runs.get(run)
    if (places === undefined) continue
    runs.delete(run)
    for (const at of places) masked.fill(1, at, at + RUN)
  }
}

function maskWords(message: string, word: string, masked: Uint8Array): void {
  if (word === '') return
  for (let at = message.indexOf(word); at !== -1; at = message.indexOf(word, at + word.length))
    if (!isLetterAt(message, at - 1) && !isLetterAt(message, at + word.length))
      masked.fill(1, at, at + word.length)
}

function isLetterAt(message: string, at: number): boolean {
  return /[\p{L}\p{N}_]/u.test(message[at] ?? '')
}

const QUOTATION = /'([^']+)'|"([^"]+)"|`([^`]+)`|‘([^’]+)’|“([^”]+)”|「([^」]+)」/g

function maskQuotations(message: string, texts: readonly string[], masked: Uint8Array): void {
  for (const { 0: quotation, index } of message.matchAll(QUOTATION)) {
    const quoted = quotation.slice(1, -1)
    if (texts.some((text) => text.includes(quoted)))
      masked.fill(1, index + 1, index + 1 + quoted.length)
  }
}

function written(message: string, masked: Uint8Array): string {
  let text = ''
  for (let at = 0; at < message.length; at++)
    if (masked[at] === 0) text += message.charAt(at)
    else if (at === 0 || masked[at - 1] === 0) text += MASK
  return text
}
