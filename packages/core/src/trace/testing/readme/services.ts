/** What the README's agent works with. */

interface Page {
  readonly id: string
  readonly score: number
  readonly text: string
}
interface Reply {
  readonly id: string
  readonly text: string
  readonly stop: string
  readonly tokens: { readonly read: number; readonly written: number }
  readonly toolCall?: { readonly name: string; readonly input: { readonly room: string } }
}

export const handbook = {
  search: async (_question: string, limit: number): Promise<readonly Page[]> =>
    [
      { id: 'rooms', score: 0.9, text: 'There are two rooms.' },
      { id: 'prices', score: 0.7, text: 'Prices change with the season.' },
      { id: 'parking', score: 0.1, text: 'There is none.' },
    ].slice(0, limit),
}

export const model = {
  ask: async (_question: string, pages: readonly Page[]): Promise<Reply> => ({
    id: 'r-1',
    text: 'The larger room is',
    stop: 'tool_calls',
    tokens: { read: 40 * pages.length, written: 9 },
    toolCall: { name: 'get_price', input: { room: 'large' } },
  }),
}

export async function getPrice({ room }: { readonly room: string }): Promise<{ yen: number }> {
  return { yen: room === 'large' ? 18_000 : 12_000 }
}
