import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i

/**
 * Why a request must be refused although it came over loopback, or undefined. A page of another
 * site can reach this port through the user's browser: by a name that it points at 127.0.0.1 (the
 * Host header tells), or by a plain cross-site post (the Origin header tells).
 */
export function refusal(headers: IncomingHttpHeaders): string | undefined {
  const host = headers.host ?? ''
  if (!LOOPBACK.test(host)) {
    return 'The Host header must name this machine (127.0.0.1, localhost or [::1])'
  }
  if (
    headers.origin !== undefined &&
    headers.origin.toLowerCase() !== `http://${host.toLowerCase()}`
  ) {
    return 'Requests from pages of another origin are refused'
  }
  if (headers['sec-fetch-site'] === 'cross-site') {
    return 'Requests from pages of another site are refused'
  }
  return undefined
}
