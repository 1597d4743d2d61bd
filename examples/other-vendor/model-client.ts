/** What is asked, in the words of this SDK. */
export interface GenerateRequest {
  readonly model: string
  readonly turns: readonly Turn[]
  readonly maxLength?: number
}

export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** One piece of an answer; the last one says why it ended (`done`, `max_length`), and what it took. */
export interface Piece {
  readonly id?: string
  readonly text: string
  readonly stop?: string
  readonly tokens?: { readonly read: number; readonly written: number }
}

/** How the client reaches its service. */
export type Transport = (request: GenerateRequest) => AsyncIterable<Piece>

/** Stands for the SDK of a vendor that no instrumentation covers. It knows nothing of telemetry. */
export class ModelClient {
  readonly baseURL: string
  readonly #transport: Transport

  constructor(options: { readonly baseURL: string; readonly transport: Transport }) {
    this.baseURL = options.baseURL
    this.#transport = options.transport
  }

  async generate(request: GenerateRequest): Promise<Piece> {
    const pieces: Piece[] = []
    for await (const piece of this.#transport(request)) pieces.push(piece)
    return Object.assign({}, ...pieces, { text: pieces.map(({ text }) => text).join('') }) as Piece
  }

  async *stream(request: GenerateRequest): AsyncGenerator<Piece> {
    yield* this.#transport(request)
  }
}
