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

/** Commands that work on the rows which the demo leaves behind. */
export function nextSteps(data: string): string {
  const run = 'npx --yes pnpm@12'
  return [
    [
      'The chart again, from the rows on disk',
      `${run} kansoku query answers-per-turn --data ${data} --chart`,
    ],
    ['The calls behind the invalid answers', `${run} kansoku query invalid-outputs --data ${data}`],
    ['Other conversations', `${run} demo --conversations 120 --seed 2`],
    ['The same against the real model', `OPENAI_API_KEY=… ${run} demo`],
  ]
    .map(([what, command]) => `  ${what}:\n    ${command}`)
    .join('\n')
}

export function heading(text: string): string {
  return `\n${text}\n${'─'.repeat(text.length)}`
}
