import type { ProbeReport } from './report.ts'

/** What was found out about an application and its surroundings. Nothing of it is a secret. */
export interface Facts {
  /** Variables that decide where telemetry goes and what is in it. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether `host.json` of Azure Functions stands in the working folder, and its telemetry mode. */
  readonly functions?: { readonly telemetryMode?: string }
  /** How the ingestion endpoint of the connection string answers, or that of OTLP where there is no such string. */
  readonly endpoint?: EndpointFacts
  /** Of a run of the application; absent where none was asked for. */
  readonly run?: RunFacts
}

export interface EndpointFacts {
  readonly host: string
  /** Why it cannot be reached. */
  readonly problem?: string
  /** Its clock less ours, in milliseconds; to the second. */
  readonly clockAheadMs?: number
}

export interface RunFacts {
  /** Undefined where the process ended before it could be asked, or is no Node. */
  readonly probe: ProbeReport | undefined
  /** Rows of model calls that came. */
  readonly calls: number
  /** Rows of calls of any kind: `AppDependencies`. */
  readonly rows: number
  /** OpenTelemetry said that somebody registered a second SDK. */
  readonly twoSdks: boolean
  /** It was ended by us, after the time that was given. */
  readonly stopped: boolean
}

/** Where OTLP goes, if anybody said so; what is said of traces counts before what is said of all, and empty is unset. */
export function otlpEndpoint(env: Facts['env']): string | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: ofAll, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ofTraces } = env
  return [ofTraces, ofAll].find((url) => url !== undefined && url.trim() !== '')
}

/** Those variables; a connection string is looked at, never shown. */
export const VARIABLES = [
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
  'OTEL_SDK_DISABLED',
  'OTEL_TRACES_EXPORTER',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'NODE_OPTIONS',
] as const
