import { armTemplate } from '@kansoku/log-analytics'
import { describe, expect, it } from 'vitest'

import { armDouble, type ArmDouble } from '../testing/arm-double.ts'
import { toLoopback } from '../testing/to-loopback.ts'
import { azureDeployments, type DeploymentRequest } from './azure-deployments.ts'
import { deployPack, undoPack } from './deploy-pack.ts'
import { explainAzureError } from './explain-azure-error.ts'
import { resourceType } from './resource-id.ts'

const credential = {
  getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
}

const azureAt = ({ url }: ArmDouble) =>
  azureDeployments({
    subscription: 'sub',
    resourceGroup: 'group',
    name: 'kansoku',
    credential,
    pollMs: 1,
    additionalPolicies: [toLoopback('https://management.azure.com', url)],
  })

const parameters = { workspaceName: { value: 'log-chat' } }
const everything = { workspace: true, applicationInsights: true, actionGroup: true } as const
const request: DeploymentRequest = { template: armTemplate(everything), parameters }

/** Keeps what is said; agrees or not. */
function talk(agree: boolean) {
  const lines: string[] = []
  return {
    lines,
    print: (line: string) => void lines.push(line),
    progress: (line: string) => void lines.push(`… ${line}`),
    agree: async (what: string) => {
      lines.push(`? ${what}`)
      return agree
    },
  }
}

const writes = ({ requests }: ArmDouble): string[] =>
  requests
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/whatIf'))
    .map(({ method, path }) => `${method} ${resourceType(path)}`)

describe('deployPack', () => {
  it('shows what would change, and without a yes changes nothing', async () => {
    const arm = await armDouble()
    const { lines, ...silent } = talk(false)
    await deployPack(azureAt(arm), request, silent)
    expect(lines).toContain(
      '+ workbooks r' +
        String(
          request.template.resources.findIndex(
            ({ type }) => type === 'Microsoft.Insights/workbooks',
          ),
        ),
    )
    expect(lines.at(-1)).toBe(`? ${request.template.resources.length} changes`)
    expect(writes(arm)).toEqual([])
  })

  it('deploys to the group, adding to what is there, and has nothing to do the next time', async () => {
    const arm = await armDouble()
    const first = talk(true)
    await deployPack(azureAt(arm), request, first)
    expect(writes(arm)).toEqual(['PUT Microsoft.Resources/deployments'])
    const put = arm.requests.find(({ method }) => method === 'PUT')
    expect(put?.body).toEqual({ properties: { mode: 'Incremental', ...request } })
    const count = request.template.resources.length
    expect(first.lines.filter((line) => line.startsWith('… made'))).toHaveLength(count)
    expect(first.lines.at(-2)).toBe(`${count} resources are there.`)
    expect(first.lines.at(-1)).toMatch(
      /^Workbook: https:\/\/portal\.azure\.com\/#@\/resource\/subscriptions\//u,
    )

    const again = talk(true)
    await deployPack(azureAt(arm), request, again)
    expect(again.lines).toEqual([`  ${count} unchanged`, 'Everything is as it should be.'])
  })

  it('removes what the pack no longer has, but nothing that holds data', async () => {
    const arm = await armDouble()
    await deployPack(azureAt(arm), request, talk(true))
    const { resources, ...rest } = request.template
    const fewer = { ...request, template: { ...rest, resources: resources.slice(0, -1) } }
    const { lines, ...agreeing } = talk(true)
    await deployPack(azureAt(arm), fewer, agreeing)
    expect(lines.filter((line) => line.startsWith('… removed'))).toHaveLength(1)
    expect(arm.resources.size).toBe(resources.length - 1)
  })

  it('tells the cause of a failure, not only that there was one', async () => {
    const arm = await armDouble()
    arm.failWith({
      code: 'DeploymentFailed',
      message: 'At least one resource deployment operation failed.',
      details: [
        {
          code: 'Conflict',
          message:
            '{"error":{"code":"RoleAssignmentUpdateNotPermitted","message":"Tenant ID may not be updated."}}',
        },
      ],
    })
    const error: unknown = await deployPack(azureAt(arm), request, talk(true)).catch(
      (e: unknown) => e,
    )
    expect(explainAzureError(error))
      .toBe(`RoleAssignmentUpdateNotPermitted: Tenant ID may not be updated.
A rule was made anew, and its old role assignment is left: remove that one in the portal and deploy again.`)
  })

  it('says which right is missing', async () => {
    const arm = await armDouble()
    arm.interfere('POST', '/whatIf', {
      status: 403,
      body: {
        error: { code: 'AuthorizationFailed', message: 'The client may not perform the action.' },
      },
    })
    const error: unknown = await deployPack(azureAt(arm), request, talk(true)).catch(
      (e: unknown) => e,
    )
    expect(explainAzureError(error)).toContain('Contributor')
    expect(writes(arm)).toEqual([])
  })

  it('waits and asks again where Azure is busy', async () => {
    const arm = await armDouble()
    const busy = { status: 429, headers: { 'retry-after': '0' }, body: { error: { code: 'Busy' } } }
    arm.interfere('POST', '/whatIf', busy)
    arm.interfere('PUT', '/deployments/kansoku', busy)
    await deployPack(azureAt(arm), request, talk(true))
    expect(arm.resources.size).toBe(request.template.resources.length)
  })
})

describe('undoPack', () => {
  it('removes what was deployed, users before what they use, and keeps workspace and rows', async () => {
    const arm = await armDouble()
    await deployPack(azureAt(arm), request, talk(true))
    const before = writes(arm).length
    const { lines, ...agreeing } = talk(true)
    expect(await undoPack(azureAt(arm), agreeing)).toBe(true)
    expect([...arm.resources].map(resourceType).toSorted()).toEqual([
      'Microsoft.Insights/components',
      'Microsoft.OperationalInsights/workspaces',
    ])
    expect(lines.filter((line) => line.endsWith('stays'))).toHaveLength(2)
    const removed = writes(arm).slice(before)
    expect(removed[0]).toBe('DELETE Microsoft.Authorization/roleAssignments')
    expect(removed.slice(-2)).toEqual([
      'DELETE Microsoft.Insights/actionGroups',
      'DELETE Microsoft.Resources/deployments',
    ])
  })

  it('goes on where somebody has removed a part already, and knows when there is nothing', async () => {
    const arm = await armDouble()
    await deployPack(azureAt(arm), request, talk(true))
    const gone = [...arm.resources].find((id) => id.includes('scheduledQueryRules'))
    arm.resources.delete(gone ?? '')
    expect(await undoPack(azureAt(arm), talk(true))).toBe(true)
    expect(arm.resources.size).toBe(2)
    expect(await undoPack(azureAt(arm), talk(true))).toBe(false)
  })
})
