export interface Connection {
  /** Origin of the ingestion endpoint. */
  readonly endpoint: string
  readonly loopback: boolean
}

/** The exporter's own default. */
const DEFAULT_ENDPOINT = 'https://dc.services.visualstudio.com'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu

/** Where a connection string leads, or what is wrong with it. Holds no part of the string but a host. */
export function readConnection(text: string): Connection | { readonly problem: string } {
  const fields = new Map(
    text.split(';').map((part) => {
      const at = part.indexOf('=')
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]
    }),
  )
  if (!UUID.test(fields.get('instrumentationkey') ?? ''))
    return { problem: 'it has no InstrumentationKey that is a GUID' }
  try {
    const { origin, hostname } = new URL(fields.get('ingestionendpoint') ?? DEFAULT_ENDPOINT)
    return { endpoint: origin, loopback: /^(?:localhost|127\.|\[::1\])/u.test(hostname) }
  } catch {
    return { problem: 'its IngestionEndpoint is no URL' }
  }
}
