import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import type { ArmTemplate } from '@kansoku/log-analytics'
import { onTestFinished } from 'vitest'

export interface ArmRequest {
  readonly method: string
  /** Without the API version. */
  readonly path: string
  readonly body: unknown
}

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface ArmDouble {
  readonly url: string
  readonly requests: readonly ArmRequest[]
  /** Ids of what is there. */
  readonly resources: Set<string>
  /** Answers the next request of this method whose path ends so, once, in place of the service. */
  readonly interfere: (method: string, ending: string, answer: Answer) => void
  /** The next deployment ends in this error, with its resources not made. */
  readonly failWith: (error: object) => void
}

const HOST = 'https://management.azure.com'
const GROUP = '/subscriptions/sub/resourceGroups/group'
const DEPLOYMENT =
  /^\/subscriptions\/sub\/resourcegroups\/group\/(?:providers\/microsoft\.resources\/)?deployments\/([^/]+)(.*)$/iu

type Deployment = Record<string, unknown> & { properties: Record<string, unknown> }

/**
 * Azure Resource Manager on loopback, for the deployments of one resource group: what-if and deployment are long-running,
 * as there, and what a template holds is there afterwards.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
 */
export async function armDouble(): Promise<ArmDouble> {
  const requests: ArmRequest[] = []
  const resources = new Set<string>()
  const deployments = new Map<string, Deployment>()
  const interferences: { method: string; ending: string; answer: Answer }[] = []
  let failure: object | undefined
  let running = 0

  const route = (method: string, path: string, body: string): Answer => {
    const [, name = '', action = ''] = DEPLOYMENT.exec(path) ?? []
    if (name === '') return resource(method, path)
    if (action === '/whatIf') return accepted(`${HOST}${path}/result`)
    if (action === '/whatIf/result')
      return { body: { status: 'Succeeded', properties: { changes } } }
    if (action === '/status') return status(name)
    if (action === '/operations') return { body: { value: operations() } }
    if (method === 'PUT') return deploy(name, JSON.parse(body) as { properties: Sent }, path)
    if (method === 'DELETE') return { status: deployments.delete(name) ? 204 : 404 }
    const found = deployments.get(name)
    return found
      ? { body: found }
      : notFound('DeploymentNotFound', `Deployment '${name}' could not be found.`)
  }

  let changes: readonly object[] = []
  type Sent = { template: ArmTemplate; parameters: unknown }
  const idsOf = ({ template }: Sent): string[] =>
    template.resources.map(({ type }, index) => `${GROUP}/providers/${placed(type, index)}`)

  const deploy = (name: string, { properties }: { properties: Sent }, path: string): Answer => {
    const ids = idsOf(properties)
    running = 1
    const outputResources = ids.map((id) => ({ id }))
    const ended =
      failure === undefined
        ? { provisioningState: 'Succeeded', outputResources }
        : { provisioningState: 'Failed', error: failure }
    if (failure === undefined) for (const id of ids) resources.add(id)
    deployments.set(name, {
      id: path,
      name,
      properties: { ...ended, parameters: properties.parameters },
    })
    failure = undefined
    return {
      status: 201,
      headers: { 'azure-asyncoperation': `${HOST}${path}/status` },
      body: { id: path, name, properties: { provisioningState: 'Accepted' } },
    }
  }

  const status = (name: string): Answer => {
    const { error, provisioningState } = deployments.get(name)?.properties ?? {}
    if (running-- > 0) return { body: { status: 'Running' } }
    return { body: { status: provisioningState, ...(error !== undefined && { error }) } }
  }

  const operations = (): object[] =>
    [...resources].map((id, index) => ({
      operationId: String(index),
      properties: { provisioningState: 'Succeeded', targetResource: { id } },
    }))

  const resource = (method: string, path: string): Answer => {
    const id = [...resources].find((each) => each.toLowerCase() === path.toLowerCase())
    if (id === undefined) return notFound('ResourceNotFound', `${path} was not found.`)
    if (method === 'DELETE') resources.delete(id)
    return { body: { id } }
  }

  const server = createServer(async (request, response) => {
    const { pathname: path } = new URL(request.url ?? '', 'http://arm')
    const { method = '' } = request
    const body = await text(request)
    requests.push({ method, path, body: body === '' ? undefined : JSON.parse(body) })
    if (path.endsWith('/whatIf')) {
      const { properties } = JSON.parse(body) as { properties: Sent }
      changes = idsOf(properties).map((resourceId) => ({
        resourceId,
        changeType: resources.has(resourceId) ? 'NoChange' : 'Create',
      }))
    }
    const at = interferences.findIndex(
      (each) => each.method === method && path.endsWith(each.ending),
    )
    const [interference] = at === -1 ? [] : interferences.splice(at, 1)
    const answer = interference?.answer ?? route(method, path, body)
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      ...answer.headers,
    })
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    resources,
    interfere: (method, ending, answer) => void interferences.push({ method, ending, answer }),
    failWith: (error) => {
      failure = error
    },
  }
}

const accepted = (location: string): Answer => ({
  status: 202,
  headers: { location },
})

const notFound = (code: string, message: string): Answer => ({
  status: 404,
  body: { error: { code, message } },
})

/** `provider/a/b` becomes `provider/a/r3/b/r3`: names are expressions, which only Azure can evaluate. */
function placed(type: string, index: number): string {
  const [provider, ...types] = type.split('/')
  return [provider, ...types.flatMap((each) => [each, `r${index}`])].join('/')
}
