import type { AzureDeployments, DeploymentRequest } from './azure-deployments.ts'
import { changeList, labelOf, predictedIds } from './changes.ts'
import { removalPlan, type RemovalPlan } from './removal.ts'
import { sameId } from './resource-id.ts'

/** Whoever is told what would change, and may say no. */
export interface Talk {
  readonly print: (line: string) => void
  /** What has just been done; apart from the answer. */
  readonly progress: (line: string) => void
  readonly agree: (what: string) => Promise<boolean>
}

/** Shows what would change, and does it if that is agreed to; what the pack no longer has is removed. */
export async function deployPack(
  azure: AzureDeployments,
  request: DeploymentRequest,
  talk: Talk,
): Promise<void> {
  const [former, changes] = await Promise.all([azure.made(), azure.whatIf(request)])
  const planned = predictedIds(changes)
  const stale = (former ?? []).filter((id) => !planned.some((each) => sameId(each, id)))
  const removal = removalPlan(stale)
  const { changed, lines } = changeList(changes, removal)
  for (const line of lines) talk.print(line)
  if (changed === 0) {
    talk.print('Everything is as it should be.')
    return
  }
  if (!(await talk.agree(`${changed} changes`))) return
  const made = await azure.deploy(request, (id) => talk.progress(`made ${labelOf(id)}`))
  await removeAll(azure, removal, talk)
  talk.print(`${made.length} resources are there.`)
  const workbook = made.find((id) => id.toLowerCase().includes('/microsoft.insights/workbooks/'))
  if (workbook !== undefined)
    talk.print(`Workbook: https://portal.azure.com/#@/resource${workbook}/workbook`)
}

/** Removes what the last deployment made, but for what holds data. False where there was none. */
export async function undoPack(azure: AzureDeployments, talk: Talk): Promise<boolean> {
  const made = await azure.made()
  if (made === undefined) return false
  const removal = removalPlan(made)
  const { changed, lines } = changeList([], removal)
  for (const line of lines) talk.print(line)
  for (const id of removal.keep) talk.print(`  ${labelOf(id)} stays`)
  if (!(await talk.agree(`remove ${changed} resources`))) return true
  await removeAll(azure, removal, talk)
  await azure.forget()
  talk.print(`${changed} resources were removed.`)
  return true
}

/** One after the other: what is used by another goes after it. */
async function removeAll(
  azure: AzureDeployments,
  { remove }: RemovalPlan,
  { progress }: Talk,
): Promise<void> {
  for (const removal of remove) {
    // oxlint-disable-next-line no-await-in-loop -- see above
    await azure.remove(removal)
    progress(`removed ${labelOf(removal.id)}`)
  }
}
