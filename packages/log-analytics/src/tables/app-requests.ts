/** Incoming requests (SERVER and CONSUMER spans). */
export const appRequests = {
  Id: 'string',
  Name: 'string',
  Url: 'string',
  Source: 'string',
  ResultCode: 'string',
  Success: 'bool',
  DurationMs: 'real',
  Measurements: 'dynamic',
  ReferencedItemId: 'string',
  ReferencedType: 'string',
} as const
