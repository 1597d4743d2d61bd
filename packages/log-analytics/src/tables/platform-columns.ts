/** What the platform adds to the rows of every table of a workspace. */
export const platformColumns = {
  TenantId: 'string',
  SourceSystem: 'string',
  Type: 'string',
  _BilledSize: 'real',
  _IsBillable: 'string',
  _ResourceId: 'string',
  _SubscriptionId: 'string',
} as const
