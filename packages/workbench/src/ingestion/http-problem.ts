/** A request that is answered with an HTTP status other than 2xx. */
export class HttpProblem extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    options: ErrorOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, options)
    this.status = status
    this.headers = options.headers ?? {}
  }
}
