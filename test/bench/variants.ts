import type { Application } from './application.ts'

/** Where the packages of a variant are: ours in the workspace, peers in a folder with the newest client they support. */
export type Place = 'workspace' | 'openai 6' | 'openai 7'

/**
 * What a folder for peers has, beside the SDK, which is the workspace's own: only the instrumentations differ. Of
 * OpenTelemetry's the last one for API 1.9.
 */
export const PEER_FOLDERS: Readonly<
  Record<Exclude<Place, 'workspace'>, Readonly<Record<string, string>>>
> = {
  'openai 6': {
    openai: '6.49.0',
    '@opentelemetry/instrumentation-openai': '0.21.0',
    '@traceloop/instrumentation-openai': '0.27.0',
  },
  'openai 7': {
    openai: '7.57.0',
    '@arizeai/openinference-instrumentation-openai': '4.2.7',
  },
}

export interface Variant {
  readonly title: string
  readonly place: Place
  /** What it is compared with; the bare clients with nothing. */
  readonly against?: VariantName
  /** What is put on the client before it loads, with content off wherever it can be. */
  readonly instrument?: (load: Application['load']) => void
}

export type VariantName =
  | 'bare'
  | 'floor'
  | 'twin'
  | 'twin-content'
  | 'kansoku'
  | 'kansoku-content'
  | 'bare-6'
  | 'opentelemetry'
  | 'traceloop'
  | 'bare-7'
  | 'openinference'

export const VARIANTS: Readonly<Record<VariantName, Variant>> = {
  bare: { title: 'the bare client', place: 'workspace' },
  floor: {
    title: 'the floor: by hand one span, twelve attributes, three histogram records',
    place: 'workspace',
    against: 'bare',
  },
  twin: {
    title: 'by hand what Kansoku records: 18 attributes, the context, five metric records',
    place: 'workspace',
    against: 'bare',
  },
  'twin-content': {
    title: 'by hand the same with the messages on the span',
    place: 'workspace',
    against: 'bare',
  },
  kansoku: {
    title: 'Kansoku, content off',
    place: 'workspace',
    against: 'bare',
    instrument: using('@kansoku/instrumentation-openai', { captureMessageContent: 'NO_CONTENT' }),
  },
  'kansoku-content': {
    title: 'Kansoku, content on the span',
    place: 'workspace',
    against: 'bare',
    instrument: using('@kansoku/instrumentation-openai', { captureMessageContent: 'SPAN_ONLY' }),
  },
  'bare-6': { title: 'the bare client, openai 6.49.0', place: 'openai 6' },
  opentelemetry: {
    title: 'OpenTelemetry’s instrumentation-openai 0.21.0 (span, metrics)',
    place: 'openai 6',
    against: 'bare-6',
    instrument: using('@opentelemetry/instrumentation-openai', { captureMessageContent: false }),
  },
  traceloop: {
    title: 'Traceloop’s instrumentation-openai 0.27.0 (span)',
    place: 'openai 6',
    against: 'bare-6',
    instrument: using('@traceloop/instrumentation-openai', { traceContent: false }),
  },
  'bare-7': { title: 'the bare client, openai 7.57.0', place: 'openai 7' },
  openinference: {
    title: 'OpenInference’s instrumentation-openai 4.2.7 (span)',
    place: 'openai 7',
    against: 'bare-7',
    instrument: using('@arizeai/openinference-instrumentation-openai', {
      traceConfig: { hideInputs: true, hideOutputs: true },
    }),
  },
}

/** All of them export a class of this name, whose constructor sets the hook that patches the client when it loads. */
function using(name: string, options: object): (load: Application['load']) => void {
  return (load) => {
    const { OpenAIInstrumentation } = load(name) as {
      OpenAIInstrumentation: new (config: object) => unknown
    }
    void new OpenAIInstrumentation(options)
  }
}
