import { ResourceManagementClient } from '@azure/arm-resources'
import {
  DeploymentsClient,
  type DeploymentsClientOptionalParams,
} from '@azure/arm-resourcesdeployments'
import type { TokenCredential } from '@azure/identity'
import type { ArmTemplate } from '@kansoku/log-analytics'

import type { PredictedChange } from './changes.ts'
import type { NestedError } from './deployment-error.ts'
import type { Removal } from './removal.ts'

export interface Target {
  readonly subscription: string
  readonly resourceGroup: string
  /** Name of the deployment: what it made is found again by it. */
  readonly name: string
  readonly credential: TokenCredential
  /** How often a running operation is asked after, where Azure does not say. @defaultValue 2000 */
  readonly pollMs?: number
  /** Of the HTTP pipeline, as all clients of Azure take them. */
  readonly additionalPolicies?: DeploymentsClientOptionalParams['additionalPolicies']
}

export interface DeploymentRequest {
  readonly template: ArmTemplate
  readonly parameters: Readonly<Record<string, { readonly value: unknown }>>
}

/** What Azure says of its own accord of a deployment that failed. */
export class DeploymentFailed extends Error {
  override readonly name = 'DeploymentFailed'
  readonly error: NestedError

  constructor(error: NestedError) {
    super(error.message ?? error.code ?? 'the deployment failed')
    this.error = error
  }
}

/** The deployments of a resource group, through Azure's own clients: they wait, retry and heed `Retry-After`. */
export interface AzureDeployments {
  /** Resources that the last deployment of this name made; undefined where there was none. */
  made(): Promise<readonly string[] | undefined>
  whatIf(request: DeploymentRequest): Promise<readonly PredictedChange[]>
  /** Resolves to the ids of what is there now. `onResource` is told of each resource as it is ready. */
  deploy(request: DeploymentRequest, onResource: (id: string) => void): Promise<readonly string[]>
  remove(removal: Removal): Promise<void>
  /** Forgets the deployment; its resources stay. */
  forget(): Promise<void>
}

/** What is in the resource group and not in the template stays as it is. */
const incremental = (request: DeploymentRequest) => ({
  properties: { mode: 'Incremental' as const, ...request },
})

export function azureDeployments(target: Target): AzureDeployments {
  const {
    additionalPolicies,
    credential,
    name,
    pollMs = 2_000,
    resourceGroup,
    subscription,
  } = target
  const waiting = { updateIntervalInMs: pollMs }
  const options = additionalPolicies === undefined ? {} : { additionalPolicies }
  const { deployments, deploymentOperations } = new DeploymentsClient(
    credential,
    subscription,
    options,
  )
  const { resources } = new ResourceManagementClient(credential, subscription, options)

  const toldOf = async (seen: Set<string>, onResource: (id: string) => void): Promise<void> => {
    for await (const { properties } of deploymentOperations.list(resourceGroup, name)) {
      const id = properties?.targetResource?.id
      if (id === undefined || properties?.provisioningState !== 'Succeeded' || seen.has(id))
        continue
      seen.add(id)
      onResource(id)
    }
  }

  return {
    async made() {
      try {
        const { properties } = await deployments.get(resourceGroup, name)
        return (properties?.outputResources ?? []).flatMap(({ id }) => id ?? [])
      } catch (error) {
        if (codeOf(error) === 'DeploymentNotFound') return undefined
        throw error
      }
    },
    async whatIf(request) {
      const result = await deployments.whatIf(
        resourceGroup,
        name,
        {
          properties: {
            ...incremental(request).properties,
            whatIfSettings: { resultFormat: 'FullResourcePayloads' },
          },
        },
        waiting,
      )
      if (result.error !== undefined) throw new DeploymentFailed(result.error)
      return result.changes ?? []
    },
    async deploy(request, onResource) {
      const seen = new Set<string>()
      const poller = deployments.createOrUpdate(resourceGroup, name, incremental(request), waiting)
      let telling = Promise.resolve()
      // A list of what is ready is a comfort: a failure to read it must not end the deployment.
      const tell = (): void => {
        telling = telling.then(() => toldOf(seen, onResource)).catch(() => undefined)
      }
      poller.onProgress(tell)
      const { properties } = await poller.catch(async (cause: unknown) => {
        // The poller keeps of the reason its first line only.
        const failed = await deployments.get(resourceGroup, name).catch(() => undefined)
        const error = failed?.properties?.error
        throw error === undefined ? cause : new DeploymentFailed(error)
      })
      tell()
      await telling
      return (properties?.outputResources ?? []).flatMap(({ id }) => id ?? [])
    },
    async remove({ id, apiVersion }) {
      try {
        // The client puts a slash before it.
        await resources.deleteById(id.slice(1), apiVersion, waiting)
      } catch (error) {
        if (statusOf(error) !== 404) throw error
      }
    },
    async forget() {
      await deployments.delete(resourceGroup, name, waiting)
    },
  }
}

function codeOf(error: unknown): string | undefined {
  const { code, details } = (error ?? {}) as { code?: string; details?: { error?: NestedError } }
  return details?.error?.code ?? code
}

function statusOf(error: unknown): number {
  return Number((error as { statusCode?: unknown } | undefined)?.statusCode)
}
