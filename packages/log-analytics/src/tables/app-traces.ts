/** Log records and span events. */
export const appTraces = {
  Message: 'string',
  SeverityLevel: 'int',
  Measurements: 'dynamic',
  ReferencedItemId: 'string',
  ReferencedType: 'string',
} as const
