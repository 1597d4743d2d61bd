import { ATTR_LLMOPS_DEPLOYMENT_NAME } from '@kansoku/core/llmops'
import {
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { fields, someText } from './wire.ts'

const OPENAI = 'openai'
export const AZURE_OPENAI = 'azure.ai.openai'

/**
 * Whose API answers, by the end of the host name (`.x` also means the bare host `x` where there is one).
 * Names: the conventions' `gen_ai.provider.name`. Never a substring of the URL: a proxy may carry a name in its path.
 */
const HOSTS = [
  ['.openai.azure.com', AZURE_OPENAI],
  ['.openai.azure.us', AZURE_OPENAI],
  ['.services.ai.azure.com', AZURE_OPENAI],
  ['.cognitiveservices.azure.com', AZURE_OPENAI],
  ['.inference.ai.azure.com', 'azure.ai.inference'],
  ['.models.ai.azure.com', 'azure.ai.inference'],
  ['.openai.com', OPENAI],
  ['.anthropic.com', 'anthropic'],
  ['.deepseek.com', 'deepseek'],
  ['.groq.com', 'groq'],
  ['.mistral.ai', 'mistral_ai'],
  ['.perplexity.ai', 'perplexity'],
  ['.x.ai', 'x_ai'],
  ['.cohere.ai', 'cohere'],
  ['.cohere.com', 'cohere'],
  ['.moonshot.ai', 'moonshot_ai'],
  ['.moonshot.cn', 'moonshot_ai'],
  ['.ml.cloud.ibm.com', 'ibm.watsonx.ai'],
  ['.amazonaws.com', 'aws.bedrock'],
  ['.generativelanguage.googleapis.com', 'gcp.gemini'],
  ['-aiplatform.googleapis.com', 'gcp.vertex_ai'],
  ['.aiplatform.googleapis.com', 'gcp.vertex_ai'],
] as const satisfies readonly (readonly [suffix: `.${string}` | `-${string}`, provider: string])[]

/** The other side of a call. */
export interface Callee {
  readonly provider: string
  readonly address?: string | undefined
  readonly port?: number | undefined
  /** The deployment that the client or its base URL names; without one, Azure reads the request's model as one. */
  readonly deployment?: string | undefined
}

/**
 * Read at each call: `baseURL` is writable. The resources have no address of their own.
 *
 * @param inDeployment whether `AzureOpenAI` sends the call to its deployment, by the path.
 */
export function calleeOf(client: unknown, providerName?: string, inDeployment = true): Callee {
  const { baseURL, deploymentName } = fields(client)
  const place = typeof baseURL === 'string' ? placeOf(baseURL) : NOWHERE
  return {
    provider: providerName ?? place.provider ?? providerByClass(client),
    address: place.address,
    port: place.port,
    deployment: inDeployment ? (someText(deploymentName) ?? place.deployment) : undefined,
  }
}

/** What is known of the other side before the request, by its attributes. */
export function calleeAttributes(callee: Callee, requestModel: unknown): Attributes {
  return {
    [ATTR_GEN_AI_PROVIDER_NAME]: callee.provider,
    [ATTR_SERVER_ADDRESS]: callee.address,
    [ATTR_SERVER_PORT]: callee.port,
    [ATTR_LLMOPS_DEPLOYMENT_NAME]:
      callee.provider === AZURE_OPENAI ? (callee.deployment ?? someText(requestModel)) : undefined,
  }
}

/** What a base URL says of the other side. */
type Place = Partial<Callee>
/** What the conventions have for OpenAI's own API only: other servers that speak it use its words as they like. */
export function ofOpenAI(provider: string, value: unknown): string | undefined {
  return provider === OPENAI ? someText(value) : undefined
}

const NOWHERE: Place = {}

/** An application has a handful of base URLs, and calls each of them many times: reading one costs 2 µs. */
const KNOWN_PLACES = 64
const places = new Map<string, Place>()

function placeOf(baseURL: string): Place {
  const known = places.get(baseURL)
  if (known) return known
  const place = URL.canParse(baseURL) ? readPlace(new URL(baseURL)) : NOWHERE
  if (places.size < KNOWN_PLACES) places.set(baseURL, place)
  return place
}

function readPlace(url: URL): Place {
  const host = `.${url.hostname}`
  const known = HOSTS.find(([suffix]) => host.endsWith(suffix))
  return {
    ...(known && { provider: known[1] }),
    address: url.hostname.replace(/^\[|\]$/g, ''),
    port: portOf(url),
    deployment: deploymentIn(url.pathname),
  }
}

/** `AzureOpenAI` behind a gateway: its own property tells the class, whose name a bundler may have changed. */
function providerByClass(client: unknown): string {
  return 'deploymentName' in fields(client) ? AZURE_OPENAI : OPENAI
}

function portOf(url: URL): number | undefined {
  if (url.port !== '') return Number(url.port)
  if (url.protocol === 'https:') return 443
  return url.protocol === 'http:' ? 80 : undefined
}

/** The older Azure way: a plain client whose base URL ends in `/deployments/<name>`. */
function deploymentIn(path: string): string | undefined {
  const name = /\/deployments\/([^/]+)/.exec(path)?.[1]
  try {
    return name === undefined ? undefined : decodeURIComponent(name)
  } catch {
    return name
  }
}
