import { findQuery } from '@kansoku/log-analytics'

export type QueryName = 'p95' | 'turn' | 'alert'

/** Rows of all times instead of those of the last day. */
const answersPerTurn = (findQuery('answers-per-turn')?.text ?? '').replace('ago(1d)', 'ago(31d)')

/** Each question in KQL, and in SQL as one writes it by hand over the columns that Azure has. */
export const queries: Readonly<Record<QueryName, { readonly kql: string; readonly sql: string }>> =
  {
    p95: {
      kql: 'AppDependencies | summarize percentile(DurationMs, 95) by bin(TimeGenerated, 1h)',
      sql: `SELECT date_trunc('hour', "TimeGenerated") AS hour, quantile_disc("DurationMs", 0.95)
      FROM "AppDependencies" GROUP BY hour`,
    },
    turn: {
      kql: answersPerTurn,
      sql: `SELECT turn, count(*) FILTER (label = 'Yes') AS yes, count(*) FILTER (label = 'No') AS no,
        count(*) FILTER (label NOT IN ('Yes', 'No')) AS other
      FROM (SELECT json_extract_string("Properties", '$."llmops.metadata.turn"') AS turn,
          CASE WHEN json_extract_string("Properties", '$."llmops.output.valid"') = 'true'
            THEN coalesce(json_extract_string("Properties", '$."llmops.output.label"'), '') ELSE '' END AS label
        FROM "AppDependencies"
        WHERE "TimeGenerated" >= TIMESTAMP '2026-01-29' AND "Success"
          AND json_extract_string("Properties", '$."gen_ai.operation.name"') IN ('chat', 'text_completion', 'generate_content')
          AND json_extract_string("Properties", '$."gen_ai.prompt.name"') = 'search_decision')
      GROUP BY turn ORDER BY turn`,
    },
    alert: {
      kql: `AppDependencies | where TimeGenerated > ago(1h)
      | summarize Total = count(), Failed = countif(Success == false) by AppRoleName`,
      sql: `SELECT "AppRoleName", count(*), count(*) FILTER (NOT "Success") FROM "AppDependencies"
      WHERE "TimeGenerated" > TIMESTAMP '2026-02-28 23:00:00' GROUP BY ALL`,
    },
  }
