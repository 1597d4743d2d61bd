/** The error object of the OpenAI API. */
export interface WireErrorBody {
  readonly message: string
  readonly type: string
  readonly param: string | null
  readonly code: string | null
}

/** A request that is answered with an error status. */
export class WireError extends Error {
  readonly status: number
  readonly body: WireErrorBody
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: WireErrorBody, headers: Record<string, string> = {}) {
    super(body.message)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

export function unauthorized(): WireError {
  return new WireError(401, {
    message: "You didn't provide an API key in the Authorization header (Bearer auth).",
    type: 'invalid_request_error',
    param: null,
    code: null,
  })
}

export function unknownUrl(method: string, path: string): WireError {
  return new WireError(404, {
    message: `Invalid URL (${method} ${path})`,
    type: 'invalid_request_error',
    param: null,
    code: null,
  })
}

export function unknownModel(model: string): WireError {
  return new WireError(404, {
    message: `The model '${model}' does not exist or you do not have access to it.`,
    type: 'invalid_request_error',
    param: null,
    code: 'model_not_found',
  })
}

/** `retry-after-ms` is short: a demo must not wait as long as a real rate limit would ask for. */
export function rateLimited(model: string): WireError {
  return new WireError(
    429,
    {
      message: `Rate limit reached for ${model}. Please try again in 20ms.`,
      type: 'requests',
      param: null,
      code: 'rate_limit_exceeded',
    },
    { 'retry-after-ms': '20' },
  )
}
