/** The alert rule of the pack fires from this count a day on. */
export const ALERT_THRESHOLD = 10

export function alertSentence(invalid: number): string {
  const seen = `${invalid} ${invalid === 1 ? 'answer was' : 'answers were'} neither Yes nor No.`
  return invalid >= ALERT_THRESHOLD
    ? `${seen} The daily alert fires from ${ALERT_THRESHOLD} on: today it would warn you.`
    : `${seen} The daily alert fires from ${ALERT_THRESHOLD} on: today it would stay silent.`
}

export function agreementSentence(rows: number): string {
  return `All ${rows} counts of the chart equal what the model server says it answered.`
}

/** From the root of the repository, where the demo is started. */
const QUERIES = 'examples/rag-chatbot/queries'

/** Commands that work on the rows which the demo leaves behind. */
export function nextSteps(data: string): string {
  const run = 'npx --yes pnpm@12'
  const kansoku = `${run} exec kansoku`
  return [
    ['The same rows as a web page, until Ctrl+C', `${kansoku} dev --data ${data}`],
    [
      'The chart again, from the rows on disk',
      `${kansoku} query answers-per-turn --data ${data} --chart`,
    ],
    [
      'What the model said instead of Yes or No',
      `${kansoku} query ${QUERIES}/invalid-decisions.kql --data ${data}`,
    ],
    [
      'The questions of third turns that were searched again',
      `${kansoku} query ${QUERIES}/turn-3-yes.kql --data ${data}`,
    ],
    [
      'When the daily alert would have fired over these rows',
      `${kansoku} alert simulate invalid-decisions-daily --data ${data}`,
    ],
    ['Other conversations', `${run} demo --conversations 120 --seed 2`],
  ]
    .map(([what, command]) => `  ${what}:\n    ${command}`)
    .join('\n')
}

export function heading(text: string): string {
  return `\n${text}\n${'─'.repeat(text.length)}`
}
