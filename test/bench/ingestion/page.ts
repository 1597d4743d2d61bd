/* oxlint-disable no-await-in-loop -- one request after the other is what a sender and a page do */
const OVERVIEW = `LLMCalls(ago(15m), now())
| summarize Calls = sum(ItemCount), Failures = sumif(ItemCount, not(Success)), Invalid = countif(OutputValid == false),
    P95 = percentile(DurationMs, 95), Input = sum(InputTokens), Output = sum(OutputTokens)`

/** What the open page does: it follows the feed and asks for the overview again while rows come, one question at a time. */
export async function openPage(
  url: string,
  query: string = OVERVIEW,
): Promise<{ close(): Promise<Record<string, number>> }> {
  const stopping = new AbortController()
  const { signal } = stopping
  let events = 0
  const answers: number[] = []
  const following = follow()
  const asking = ask()
  return {
    async close() {
      stopping.abort()
      await Promise.all([following, asking])
      const sorted = answers.toSorted((a, b) => a - b)
      return {
        liveEvents: events,
        overviews: answers.length,
        overviewMedianMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN),
        overviewSlowestMs: Math.round(sorted.at(-1) ?? Number.NaN),
      }
    },
  }

  async function follow(): Promise<void> {
    try {
      const response = await fetch(`${url}/live`, { signal })
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
        events += chunk.split('event: rows').length - 1
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  async function ask(): Promise<void> {
    let seen = -1
    while (!signal.aborted) {
      if (events !== seen) {
        seen = events
        const started = performance.now()
        try {
          const response = await fetch(`${url}/api/query`, {
            method: 'POST',
            body: JSON.stringify({ query }),
            signal,
          })
          if (!response.ok) throw new Error(await response.text())
          await response.json()
          answers.push(performance.now() - started)
        } catch (error) {
          if (!signal.aborted) throw error
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
}
