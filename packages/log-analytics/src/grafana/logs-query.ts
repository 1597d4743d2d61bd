import { AZURE_MONITOR, type DataSource, type LogsQuery } from './dashboard-model.ts'

/** Whichever data source is chosen at the top of the dashboard. */
export const DATA_SOURCE: DataSource = { type: AZURE_MONITOR, uid: '${DataSource}' }

/** Parameter of the workbook → what Grafana puts its own value in for: macros of the plugin. */
const RANGE: Readonly<Record<string, string>> = {
  '{TimeRange:start}': '$__timeFrom()',
  '{TimeRange:end}': '$__timeTo()',
  '{TimeRange:grain}': '$__interval',
}

/**
 * A query of the workbook as Grafana takes it. Chosen values come as `"a","b"`, with their quotes escaped. The plugin's own
 * `$__escapeMulti` cannot serve: it escapes no quote, and takes two of it in a line for one (`pkg/tsdb/azuremonitor/macros`).
 */
export const logsQuery = (
  query: string,
  resultFormat: LogsQuery['azureLogAnalytics']['resultFormat'],
): LogsQuery => ({
  refId: 'A',
  queryType: 'Azure Log Analytics',
  datasource: DATA_SOURCE,
  azureLogAnalytics: {
    query: query
      .replaceAll(/\{TimeRange:[a-z]+\}/g, (parameter) => RANGE[parameter] ?? parameter)
      .replaceAll(/\{([A-Z][A-Za-z]+)\}/g, (_, name: string) => `\${${name}:doublequote}`),
    resources: ['$Workspace'],
    resultFormat,
    dashboardTime: false,
  },
})
