/** Outgoing calls and inner spans; every GenAI operation is a row here. */
export const appDependencies = {
  Id: 'string',
  Name: 'string',
  DependencyType: 'string',
  Target: 'string',
  Data: 'string',
  ResultCode: 'string',
  Success: 'bool',
  DurationMs: 'real',
  Measurements: 'dynamic',
  ReferencedItemId: 'string',
  ReferencedType: 'string',
} as const
