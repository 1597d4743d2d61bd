import type { ServerResponse } from 'node:http'

/** What a handler answers with: JSON, bytes as they are, or a response that stays open. */
export type Reply = JsonReply | BytesReply | StreamReply

interface Head {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

interface JsonReply extends Head {
  readonly body: unknown
}

/** For files and encodings other than JSON; `headers` name the `content-type`. */
interface BytesReply extends Head {
  readonly bytes: Uint8Array
}

/** `stream` gets the response after its head was sent, and ends it. */
interface StreamReply extends Head {
  readonly stream: (response: ServerResponse) => void
}
