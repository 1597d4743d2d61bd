/** Custom events, such as evaluation results. */
export const appEvents = {
  Name: 'string',
  Measurements: 'dynamic',
} as const
