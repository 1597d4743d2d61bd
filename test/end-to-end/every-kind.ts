import { fileURLToPath } from 'node:url'

import {
  choice,
  chunk,
  completion,
  delta,
  STREAM_USAGE,
} from '../../packages/instrumentation-openai/src/testing/fixtures.ts'
import type { ModelServer } from '../../packages/instrumentation-openai/src/testing/server.ts'

/** The application with calls of every kind, to be run once after {@link answerEveryKind}. */
export const EVERY_KIND: string = fileURLToPath(new URL('apps/every-kind.mjs', import.meta.url))

/** How many calls it makes. */
export const CALLS = 5

/** What its calls are answered with, in their order. */
export function answerEveryKind(models: ModelServer): void {
  models.answer(
    { json: completion([choice({ content: 'Yes' })]) },
    { json: completion([choice({ content: 'はい、検索します。' })]) },
    { json: completion([choice({ content: '' })]) },
    {
      events: [
        chunk([delta({ role: 'assistant', content: 'In ' })]),
        chunk([delta({ content: 'short' }, 'stop')]),
        chunk([], { usage: STREAM_USAGE }),
      ],
    },
    { json: { error: { message: 'Slow down', type: 'requests' } }, status: 429 },
  )
}
