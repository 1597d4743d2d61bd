import type { RunTotals } from './run-conversations.ts'

/** The lines that tell how far the run is. */
export interface Progress {
  readonly update: (totals: Readonly<RunTotals>) => string | undefined
  readonly end: (totals: Readonly<RunTotals>) => string
}

/** A line every tenth of the way for people, one a conversation for programs. */
export function createProgress(format: 'text' | 'json', total: number): Progress {
  if (format === 'json') {
    return {
      update: (totals) => JSON.stringify({ type: 'progress', total, ...totals }),
      end: (totals) => JSON.stringify({ type: 'done', total, ...totals }),
    }
  }
  const every = Math.max(1, Math.round(total / 10))
  return {
    update: ({ conversations }) =>
      conversations % every === 0 ? `${conversations} of ${total} conversations` : undefined,
    end: ({ conversations, turns, searches, failures }) =>
      [
        `Held ${conversations} conversations: ${turns} turns, ${searches} searches.`,
        ...Object.entries(failures).map(
          ([why, count]) => `${count} ${count === 1 ? 'apology' : 'apologies'}: ${why}`,
        ),
      ].join('\n'),
  }
}
