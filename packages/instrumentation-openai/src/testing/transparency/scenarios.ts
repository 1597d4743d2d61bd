import { AUDIO } from './audio.ts'
import { BETA_RESPONSES } from './beta-responses.ts'
import { COMPLETIONS } from './completions.ts'
import { DECISIONS } from './decisions.ts'
import { EMBEDDINGS } from './embeddings.ts'
import { FAILURES } from './failures.ts'
import { IMAGES } from './images.ts'
import { PLAIN } from './plain.ts'
import { RESPONSES } from './responses.ts'
import { RETRIEVAL } from './retrieval.ts'
import type { Scenario } from './scenario.ts'
import { STREAMS } from './streams.ts'
import { UNTRACED } from './untraced.ts'

/** All that is played, on every major of the client and in both module systems. */
export const SCENARIOS: readonly Scenario[] = [
  ...PLAIN,
  ...FAILURES,
  ...STREAMS,
  ...RESPONSES,
  ...EMBEDDINGS,
  ...COMPLETIONS,
  ...BETA_RESPONSES,
  ...IMAGES,
  ...AUDIO,
  ...DECISIONS,
  ...RETRIEVAL,
  ...UNTRACED,
]
