import type { TokenCredential } from '@azure/identity'
import { LogsQueryClient, type LogsQueryClientOptions } from '@azure/monitor-query-logs'
import { createKql, memorySource } from '@kansoku/kql'
import { functions, tables } from '@kansoku/log-analytics'

import type { Asked, Asker } from '../query/asker.ts'
import { workspaceAnswer } from './workspace-answer.ts'
import { WorkspaceRefusal, workspaceProblem } from './workspace-error.ts'
import { type NamedAt, workspaceQuery } from './workspace-query.ts'

export interface WorkspaceOptions {
  /** Id of the workspace: the GUID of its overview page. */
  readonly workspace: string
  readonly credential: TokenCredential
  /** Base of the query API. @defaultValue 'https://api.loganalytics.io/v1' */
  readonly endpoint?: string
  /** Of the HTTP pipeline, as all clients of Azure take them. */
  readonly additionalPolicies?: LogsQueryClientOptions['additionalPolicies']
  /** Is told of an answer that is only a part. */
  readonly onPartial?: (message: string) => void
}

/** As far back as an interactive table can keep rows (azure: 4 to 730 days); the query's own times narrow it. */
const EVERYTHING = { duration: 'P730D' }

/** Asks a Log Analytics workspace in place of the local rows. */
export function workspaceAsker(options: WorkspaceOptions): Asker {
  const { workspace, onPartial = () => undefined } = options
  const client = clientOf(options)
  const clock = clockReader()
  return {
    ask: async (query, now): Promise<Asked> => {
      const calls = now === undefined ? [] : await clock.calls(query)
      const { text, linesBefore } = workspaceQuery(query, functions(), now, calls)
      try {
        const result = await client.queryWorkspace(workspace, text, EVERYTHING, {
          includeVisualization: true,
        })
        if ('partialError' in result) onPartial(result.partialError.message)
        const [table] = 'tables' in result ? result.tables : result.partialTables
        return { answer: workspaceAnswer(table, result.visualization) }
      } catch (error) {
        const problem = workspaceProblem(error, query, linesBefore)
        if (problem === undefined) throw error
        return { problem }
      }
    },
    close: clock.close,
  }
}

/** A token is for one cloud; the hosts are those of Azure's own list (`KnownMonitorLogsQueryAudience`). */
const CLOUDS = ['api.loganalytics.io', 'api.loganalytics.azure.cn', 'api.loganalytics.us']

function clientOf({ credential, endpoint, additionalPolicies }: WorkspaceOptions): LogsQueryClient {
  const host = endpoint === undefined ? undefined : new URL(endpoint).host
  const cloud = CLOUDS.find((each) => each === host) ?? CLOUDS[0]
  const client = new LogsQueryClient(credential, {
    credentials: { scopes: [`https://${cloud}/.default`] },
    ...(endpoint !== undefined && { endpoint }),
    ...(additionalPolicies && { additionalPolicies }),
  })
  client.pipeline.addPolicy({
    name: 'kansokuRefusal',
    // Outside of the retries: it sees the last answer.
    sendRequest: async (request, next) => {
      const response = await next(request)
      if (response.status !== 200)
        throw new WorkspaceRefusal(response.status, response.bodyAsText ?? '')
      return response
    },
  })
  return client
}

/** Where a query calls functions, by Microsoft's own analyser: a text that holds `now()` is no call. Started when first needed. */
function clockReader(): {
  calls: (query: string) => Promise<NamedAt[]>
  close: () => Promise<void>
} {
  let kql: ReturnType<typeof createKql> | undefined
  return {
    async calls(query) {
      const source = memorySource(
        Object.fromEntries(
          Object.entries(tables).map(([name, columns]) => [name, { columns, rows: [] }]),
        ),
      )
      kql ??= createKql({ source })
      const tokens = await kql.editor.tokens(query)
      return tokens
        .filter(({ kind }) => kind === 'function')
        .map(({ start, length }) => ({ name: query.slice(start, start + length), start }))
    },
    close: async () => kql?.close(),
  }
}
