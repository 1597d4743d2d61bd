/** One row per metric data point. The only App table without Measurements. */
export const appMetrics = {
  Name: 'string',
  Sum: 'real',
  Min: 'real',
  Max: 'real',
} as const
