import { COMPLETIONS } from './completions.ts'
import { EMBEDDINGS } from './embeddings.ts'
import { FAILURES } from './failures.ts'
import { PLAIN } from './plain.ts'
import { RESPONSES } from './responses.ts'
import type { Scenario } from './scenario.ts'
import { STREAMS } from './streams.ts'

/** All that is played, on every major of the client and in both module systems. */
export const SCENARIOS: readonly Scenario[] = [
  ...PLAIN,
  ...FAILURES,
  ...STREAMS,
  ...RESPONSES,
  ...EMBEDDINGS,
  ...COMPLETIONS,
]
