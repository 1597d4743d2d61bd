import type { Check } from '../../../src/api/checks.ts'
import { get } from './ask.ts'

/** What the doctor finds in the rows. */
export const checksQuery = {
  queryKey: ['live', 'checks'],
  queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<readonly Check[]> =>
    get<readonly Check[]>('/api/checks', signal),
} as const
