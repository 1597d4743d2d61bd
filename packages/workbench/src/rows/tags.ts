import { dictionary, FieldProblem, text } from './field.ts'
import type { SharedColumns } from './row.ts'

/** Column ← context tag, with the length limit of the Breeze schema. */
const tagColumns = {
  OperationId: ['ai.operation.id', 128],
  ParentId: ['ai.operation.parentId', 512],
  OperationName: ['ai.operation.name', 1024],
  SyntheticSource: ['ai.operation.syntheticSource', 1024],
  SessionId: ['ai.session.id', 64],
  UserId: ['ai.user.id', 128],
  UserAuthenticatedId: ['ai.user.authUserId', 1024],
  UserAccountId: ['ai.user.accountId', 1024],
  AppRoleName: ['ai.cloud.role', 256],
  AppRoleInstance: ['ai.cloud.roleInstance', 256],
  AppVersion: ['ai.application.ver', 1024],
  ClientType: ['ai.device.type', 64],
  ClientModel: ['ai.device.model', 256],
  ClientOS: ['ai.device.osVersion', 256],
  ClientCity: ['ai.location.city', 256],
  ClientStateOrProvince: ['ai.location.province', 256],
  ClientCountryOrRegion: ['ai.location.country', 256],
  SDKVersion: ['ai.internal.sdkVersion', 64],
} as const satisfies Partial<Record<keyof SharedColumns, readonly [tag: string, max: number]>>

const columnsOfTags = Object.entries(tagColumns)

const tagMap = dictionary(text(Number.POSITIVE_INFINITY))

/** The columns that every table shares, from an envelope's tags. */
export function contextColumns(value: unknown, at: string): SharedColumns {
  const tags = tagMap(value, at)
  // The service masks every address unless the resource says otherwise.
  const columns: Record<string, string> = { ClientIP: '0.0.0.0' }
  for (const [column, [tag, max]] of columnsOfTags) {
    const sent = tags[tag]
    if (sent === undefined) continue
    // The wording of the service's own rejection, so that a search for it finds the same advice.
    if (sent.length > max) {
      throw new FieldProblem(`Field '${tag}' on type 'ContextTagKeys' is too long: at most ${max}`)
    }
    columns[column] = sent
  }
  return columns
}
