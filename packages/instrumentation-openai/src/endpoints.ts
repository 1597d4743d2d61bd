import type { InputContent, OperationName } from '@kansoku/core'
import type { Attributes } from '@opentelemetry/api'

import {
  foldAudioEvent,
  speechEventsAnswer,
  startAudioEvents,
  transcriptEventsAnswer,
} from './audio/events.ts'
import {
  speechInput,
  speechRequestAttributes,
  transcriptInput,
  transcriptQuotable,
  transcriptRequestAttributes,
} from './audio/request.ts'
import { speechResponse, transcriptResponse } from './audio/response.ts'
import type { Answer, StreamFold } from './call/answer.ts'
import { chatStreamResponse, foldChatChunk, startChatStream } from './chat/chunks.ts'
import { chatFormat } from './chat/format.ts'
import { chatInput } from './chat/messages.ts'
import { chatRequestAttributes } from './chat/request.ts'
import { chatResponse } from './chat/response.ts'
import { completionsInput, completionsRequestAttributes } from './completions/request.ts'
import { completionsResponse, completionsStream } from './completions/response.ts'
import { decisionsInput, decisionsRequestAttributes } from './decisions/request.ts'
import { decisionsResponse } from './decisions/response.ts'
import { embeddingsRequestAttributes } from './embeddings/request.ts'
import { embeddingsResponse } from './embeddings/response.ts'
import { foldImageEvent, imageEventsAnswer, startImageEvents } from './images/events.ts'
import { imagesInput, imagesQuotable, imagesRequestAttributes } from './images/request.ts'
import { imagesResponse } from './images/response.ts'
import type { OutputFormat } from './reading/output-format.ts'
import {
  fetchedEventsAnswer,
  foldResponseEvent,
  responseEventsAnswer,
  startResponseEvents,
} from './responses/events.ts'
import { responsesFormat } from './responses/format.ts'
import { responsesInput } from './responses/messages.ts'
import { responsesRequestAttributes } from './responses/request.ts'
import { responsesResponse } from './responses/response.ts'
import { retrieveBody, retrieveRequestAttributes, retrieveResponse } from './responses/retrieve.ts'
import {
  searchBody,
  searchInput,
  searchQuotable,
  searchRequestAttributes,
  searchResponse,
} from './retrieval/search.ts'

/** One method of the client, and how its calls are read. All functions are pure but for the fold's own state. */
export interface Endpoint {
  /** The resource class, from `OpenAI` on. */
  readonly onClass: readonly string[]
  /** The same resource on a client. */
  readonly onClient: readonly string[]
  readonly method: string
  /** Not every client has it, as of an older version or another maker: no warning is due where it is missing. */
  readonly optional?: boolean
  readonly operation: OperationName
  /** Whether `AzureOpenAI` puts its deployment into the path; else the request's model is the deployment. */
  readonly inDeployment: boolean
  /** The request, where it is not just the first argument. */
  readonly body?: (args: readonly unknown[]) => unknown
  /** What is undefined was not sent. */
  readonly request: (body: unknown, provider: string) => Attributes
  readonly input?: (body: unknown) => InputContent
  /** The structured output that it asks for, if it does. */
  readonly format?: (body: unknown) => OutputFormat | undefined
  /** What is never recorded, but could be quoted by the error of a refused request: names of files, filters. */
  readonly quotable?: (body: unknown) => unknown
  readonly response: (body: unknown, provider: string) => Answer
  readonly stream?: (provider: string, keepsText: boolean) => StreamFold
  /** Its streams tell their usage only where `stream_options.include_usage` of the request asks for it. */
  readonly usageOnRequest?: boolean
}

/** The pure functions of one API's stream as the table takes them. */
function folding<State>(
  start: (keepsText: boolean) => State,
  add: (state: State, chunk: unknown) => boolean,
  answer: (state: State, provider: string) => Answer,
): NonNullable<Endpoint['stream']> {
  return (provider, keepsText) => {
    const state = start(keepsText)
    return { add: (chunk) => add(state, chunk), response: () => answer(state, provider) }
  }
}

/** The Responses API, of which the client has a second resource for what is in beta. */
function responsesEndpoints(
  onClass: readonly string[],
  onClient: readonly string[],
): readonly Endpoint[] {
  return [
    {
      onClass,
      onClient,
      method: 'create',
      optional: true,
      operation: 'chat',
      inDeployment: false,
      request: responsesRequestAttributes,
      input: responsesInput,
      format: responsesFormat,
      response: responsesResponse,
      stream: folding(startResponseEvents, foldResponseEvent, responseEventsAnswer),
    },
    {
      onClass,
      onClient,
      method: 'compact',
      optional: true,
      operation: 'chat',
      inDeployment: false,
      request: responsesRequestAttributes,
      input: responsesInput,
      response: responsesResponse,
    },
    {
      onClass,
      onClient,
      method: 'retrieve',
      optional: true,
      operation: 'fetch_response',
      inDeployment: false,
      body: retrieveBody,
      request: retrieveRequestAttributes,
      response: retrieveResponse,
      stream: folding(startResponseEvents, foldResponseEvent, fetchedEventsAnswer),
    },
  ]
}

/** Sound to text, in its own language or in English. */
const TRANSCRIPTS: Omit<Endpoint, 'onClass' | 'onClient'> = {
  method: 'create',
  optional: true,
  operation: 'generate_content',
  inDeployment: true,
  request: transcriptRequestAttributes,
  input: transcriptInput,
  quotable: transcriptQuotable,
  response: transcriptResponse,
}

/**
 * What is traced. Only `create` and the like: `parse`, `stream` and `runTools` of every version go through it,
 * so that patching them as well would make two spans of one call.
 */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    onClass: ['Chat', 'Completions'],
    onClient: ['chat', 'completions'],
    method: 'create',
    operation: 'chat',
    inDeployment: true,
    request: chatRequestAttributes,
    input: chatInput,
    format: chatFormat,
    response: chatResponse,
    stream: folding(startChatStream, foldChatChunk, chatStreamResponse),
    usageOnRequest: true,
  },
  ...responsesEndpoints(['Responses'], ['responses']),
  ...responsesEndpoints(['Beta', 'Responses'], ['beta', 'responses']),
  {
    onClass: ['Embeddings'],
    onClient: ['embeddings'],
    method: 'create',
    operation: 'embeddings',
    inDeployment: true,
    request: embeddingsRequestAttributes,
    response: embeddingsResponse,
  },
  {
    onClass: ['Completions'],
    onClient: ['completions'],
    method: 'create',
    optional: true,
    operation: 'text_completion',
    inDeployment: true,
    request: completionsRequestAttributes,
    input: completionsInput,
    response: completionsResponse,
    stream: completionsStream,
    usageOnRequest: true,
  },
  ...(['generate', 'edit', 'createVariation'] as const).map((method) => ({
    onClass: ['Images'],
    onClient: ['images'],
    method,
    optional: true,
    operation: 'generate_content' as const,
    inDeployment: method !== 'createVariation',
    request: imagesRequestAttributes,
    input: imagesInput,
    quotable: imagesQuotable,
    response: imagesResponse,
    stream: folding(startImageEvents, foldImageEvent, imageEventsAnswer),
  })),
  {
    onClass: ['Audio', 'Speech'],
    onClient: ['audio', 'speech'],
    method: 'create',
    optional: true,
    operation: 'generate_content',
    inDeployment: true,
    request: speechRequestAttributes,
    input: speechInput,
    response: speechResponse,
    stream: folding(startAudioEvents, foldAudioEvent, speechEventsAnswer),
  },
  {
    ...TRANSCRIPTS,
    onClass: ['Audio', 'Transcriptions'],
    onClient: ['audio', 'transcriptions'],
    stream: folding(startAudioEvents, foldAudioEvent, transcriptEventsAnswer),
  },
  {
    ...TRANSCRIPTS,
    onClass: ['Audio', 'Translations'],
    onClient: ['audio', 'translations'],
  },
  {
    onClass: ['Decisions'],
    onClient: ['decisions'],
    method: 'create',
    optional: true,
    operation: 'chat',
    inDeployment: false,
    request: decisionsRequestAttributes,
    input: decisionsInput,
    response: decisionsResponse,
  },
  {
    onClass: ['VectorStores'],
    onClient: ['vectorStores'],
    method: 'search',
    optional: true,
    operation: 'retrieval',
    inDeployment: false,
    body: searchBody,
    request: searchRequestAttributes,
    input: searchInput,
    quotable: searchQuotable,
    response: searchResponse,
  },
]
