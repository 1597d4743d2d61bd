/** A request that is answered with an HTTP status other than 2xx. */
export class HttpProblem extends Error {
  readonly status: number

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}
