import type { InputContent } from '@kansoku/core'
import type { Attributes } from '@opentelemetry/api'

import type { StreamFold } from '../call/answer.ts'
import type { Wire } from '../reading/wire.ts'

/** The APIs in which models respond over a socket. */
export type Api = 'responses' | 'realtime' | 'live'

/** What begins a response, read. */
export interface Beginning {
  readonly operation: 'chat' | 'generate_content'
  readonly model: string | undefined
  readonly attributes: Attributes
  readonly input: () => InputContent
  readonly fold: (keepsText: boolean) => StreamFold
}

/** An event of another model than the one that answers: a transcript of what was heard. */
export interface Aside {
  readonly id: string
  readonly beginning: () => Beginning
  /** In the shape that its fold reads; none where it only begins. */
  readonly event: Wire | undefined
  readonly ends: boolean
}

/** What one of the APIs says over its socket. Made once a connection: Realtime keeps the session's settings here. */
export interface Protocol {
  /** An event that the application sends, and that asks for no response. */
  readonly sent: (event: Wire) => void
  /** An event of the server, before its response is looked for. */
  readonly received: (event: Wire) => void
  /** The event that is told by another; itself, where it is none. */
  readonly within?: (event: Wire) => Wire
  /** Reads `response.create`, where it says what it asks for. */
  readonly asked: ((event: Wire, provider: string) => Beginning) | undefined
  /** Reads the first event of a response that nobody asked for: voice detection, an automatic successor. */
  readonly begun: (response: Wire, provider: string) => Beginning
  readonly aside?: (event: Wire) => Aside | undefined
  /** Events with which a response ends. */
  readonly final: ReadonlySet<string>
  /** Events of the application, to whose context responses belong that nobody asked for. */
  readonly setsContext: ReadonlySet<string>
  /** Whether the server begins responses by itself, as at a pause of the speaker. */
  readonly spontaneous: boolean
}
