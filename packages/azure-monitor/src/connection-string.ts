/** A connection string that the exporter takes, and where it leads. */
export interface Destination {
  readonly kind: 'destination'
  /** With a lower-case key: the exporter's constructor throws on any other. */
  readonly connectionString: string
  readonly instrumentationKey: string
  /** Origin and path of the ingestion endpoint, without a final slash. */
  readonly ingestionEndpoint: string
  /** Plain HTTP to this machine: `kansoku dev`, a test, a Collector beside the app. */
  readonly loopback: boolean
}

/** Tells a resource from every other one. The connection string does not: to this machine it has no endpoint in it. */
export function resourceId(destination: Destination): string {
  return `${destination.instrumentationKey} ${destination.ingestionEndpoint}`
}

/** Nobody said where to send to. No fault: the app runs without telemetry. */
export interface NothingToSendTo {
  readonly kind: 'nothing-to-send-to'
}

/** A connection string was given, but nothing can be sent with it. */
export interface ConnectionStringProblem {
  readonly kind: 'problem'
  readonly code: ConnectionStringErrorCode
  /** What is wrong and what to do. Holds no part of the string but the name of a field or a host. */
  readonly message: string
}

export type ConnectionStringErrorCode =
  | 'malformed-field'
  | 'missing-key'
  | 'malformed-key'
  | 'malformed-endpoint'
  | 'insecure-endpoint'

export const CONNECTION_STRING_VARIABLE = 'APPLICATIONINSIGHTS_CONNECTION_STRING'

/** The exporter's own default, in its `Declarations/Constants.js`. */
const DEFAULT_ENDPOINT = 'https://dc.services.visualstudio.com'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const COPY_IT =
  'Copy the whole string from the Azure portal: your Application Insights resource, Overview, Connection String.'

/**
 * Reads a connection string and checks all that would later fail in silence: the exporter only writes a
 * `diag` line where a field is malformed, and turns `http://` into `https://` without a word.
 */
export function parseConnectionString(
  text: string | undefined,
): Destination | NothingToSendTo | ConnectionStringProblem {
  if (text === undefined || text.trim() === '') return { kind: 'nothing-to-send-to' }

  if (/^\s*(["']).*\1\s*$/s.test(text))
    return problem(
      'malformed-field',
      'it stands in quotation marks, which belong to it here (`docker --env-file` and `set` of cmd.exe keep them). Remove them.',
    )

  const fields = new Map<string, string>()
  for (const [index, part] of text.split(';').entries()) {
    if (part.trim() === '') continue
    const [name, value, ...rest] = part.split('=')
    if (name === undefined || value === undefined || rest.length > 0)
      return problem('malformed-field', `part ${index + 1} is not "Name=value". ${COPY_IT}`)
    fields.set(name.trim().toLowerCase(), value.trim())
  }

  const key = fields.get('instrumentationkey')?.toLowerCase()
  if (!key) return problem('missing-key', `there is no InstrumentationKey in it. ${COPY_IT}`)
  if (!UUID.test(key))
    return problem('malformed-key', `its InstrumentationKey is not a UUID. ${COPY_IT}`)
  fields.set('instrumentationkey', key)

  const endpoint = parseUrl(ingestionEndpoint(fields))
  if (!endpoint)
    return problem(
      'malformed-endpoint',
      `its IngestionEndpoint is not an http(s) URL. ${COPY_IT} For a laptop it is http://127.0.0.1:<port>.`,
    )
  const loopback = endpoint.protocol === 'http:'
  if (loopback && !isLoopback(endpoint.hostname))
    return problem(
      'insecure-endpoint',
      `its IngestionEndpoint is plain http to ${endpoint.hostname}, and telemetry would cross the network unencrypted. ` +
        'Use https, or a loopback address (127.0.0.1, [::1], localhost).',
    )

  return {
    kind: 'destination',
    connectionString: print(fields, loopback),
    instrumentationKey: key,
    ingestionEndpoint: endpoint.href.replace(/\/+$/, ''),
    loopback,
  }
}

/** The same rule as the exporter's parser: a suffix counts where no endpoint is given. */
function ingestionEndpoint(fields: ReadonlyMap<string, string>): string {
  const given = fields.get('ingestionendpoint')
  if (given) return given
  const suffix = fields.get('endpointsuffix')
  if (!suffix) return DEFAULT_ENDPOINT
  const location = fields.get('location')
  return `https://${location ? `${location}.` : ''}dc.${suffix}`
}

function parseUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : undefined
}

/** `URL` has already brought every spelling of an IPv4 address into four decimal parts. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** A plain-HTTP endpoint goes through the exporter's `endpoint` option instead, else it becomes https. */
function print(fields: ReadonlyMap<string, string>, loopback: boolean): string {
  return [...fields]
    .filter(([name]) => !(loopback && name === 'ingestionendpoint'))
    .map(([name, value]) => `${FIELD_NAMES[name] ?? name}=${value}`)
    .join(';')
}

/** The exporter reads names in any case; people who look at it in a debugger know these. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  instrumentationkey: 'InstrumentationKey',
  ingestionendpoint: 'IngestionEndpoint',
  liveendpoint: 'LiveEndpoint',
  applicationid: 'ApplicationId',
  aadaudience: 'AADAudience',
  endpointsuffix: 'EndpointSuffix',
  location: 'Location',
}

function problem(code: ConnectionStringErrorCode, message: string): ConnectionStringProblem {
  return { kind: 'problem', code, message }
}
