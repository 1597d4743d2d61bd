import OpenAI, { AzureOpenAI } from 'openai'

export interface Model {
  readonly client: OpenAI
  readonly model: string
  /** Where the calls go, for people. */
  readonly where: string
}

const DEFAULT_MODEL = 'gpt-4.1-mini'

const AZURE_VARIABLES = [
  'AZURE_OPENAI_ENDPOINT',
  'AZURE_OPENAI_API_KEY',
  'OPENAI_API_VERSION',
  'AZURE_OPENAI_DEPLOYMENT',
] as const

/**
 * The model that the environment names: Azure OpenAI, OpenAI, or any server that speaks its protocol.
 *
 * @throws ConfigurationError when it names none, or Azure only by half.
 */
export function modelFromEnvironment(env: NodeJS.ProcessEnv): Model {
  if (env['AZURE_OPENAI_ENDPOINT']) return azure(env)
  const apiKey = env['OPENAI_API_KEY']
  const baseURL = env['OPENAI_BASE_URL']
  if (!apiKey && !baseURL) {
    throw new ConfigurationError(
      `No model to talk to. Set one of:
  OPENAI_API_KEY                     to use the OpenAI API (OPENAI_MODEL picks the model, default ${DEFAULT_MODEL})
  ${AZURE_VARIABLES.join(', ')}
                                     to use a deployment of Azure OpenAI
  OPENAI_BASE_URL                    to use another server, e.g. the one of: node model-server/main.ts`,
    )
  }
  return {
    client: new OpenAI({ apiKey: apiKey || 'not-needed', baseURL: baseURL || undefined }),
    model: modelName(env),
    where: baseURL || 'the OpenAI API',
  }
}

/** What the calls name: a deployment where it is Azure OpenAI, else a model. Also where no model can be talked to. */
export function modelName(env: NodeJS.ProcessEnv): string {
  const named = env['AZURE_OPENAI_ENDPOINT'] ? env['AZURE_OPENAI_DEPLOYMENT'] : env['OPENAI_MODEL']
  return named || DEFAULT_MODEL
}

function azure(env: NodeJS.ProcessEnv): Model {
  const missing = AZURE_VARIABLES.filter((name) => !env[name])
  if (missing.length > 0) {
    throw new ConfigurationError(
      `AZURE_OPENAI_ENDPOINT is set, so Azure OpenAI is used. Set these as well: ${missing.join(', ')}.`,
    )
  }
  const [endpoint, apiKey, apiVersion, deployment] = AZURE_VARIABLES.map(
    (name) => env[name] as string,
  ) as [string, string, string, string]
  return {
    client: new AzureOpenAI({ endpoint, apiKey, apiVersion, deployment }),
    model: deployment,
    where: `deployment ${deployment} of ${endpoint}`,
  }
}

/** Something the person who starts the chatbot has to set. */
export class ConfigurationError extends Error {}
