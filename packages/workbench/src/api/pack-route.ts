import { alertRules, functions, queries, workbookQueries } from '@kansoku/log-analytics'

import type { Handler } from '../ingestion/server.ts'

/** `GET /api/pack`: the functions, queries, workbook queries and alert rules that this workbench knows, with their texts. */
export function packRoute(): readonly [string, Handler] {
  return [
    'GET /api/pack',
    async () => ({
      status: 200,
      body: {
        functions: functions(),
        queries: queries(),
        workbook: workbookQueries(),
        alerts: alertRules(),
      },
    }),
  ]
}
