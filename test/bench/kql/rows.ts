import type { DuckDBConnection } from '@duckdb/node-api'
import { tables, type Column, type ColumnType } from '@kansoku/log-analytics'

/** Properties that a store keeps as columns of their own, under the same name. */
export const promotedKeys: readonly string[] = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.response.model',
  'gen_ai.prompt.name',
  'gen_ai.prompt.version',
  'gen_ai.conversation.id',
  'llmops.deployment.name',
  'llmops.metadata.turn',
  'llmops.output.label',
  'llmops.output.valid',
  'llmops.status',
]

/** When the newest row is written; `ago()` in the benches counts from here. */
export const END: Date = new Date('2026-03-01T00:00:00Z')

/** The rows of a workspace are spread over this many days, in the order of time. */
const DAYS = 30

const types = {
  bool: 'BOOLEAN',
  datetime: 'TIMESTAMP',
  dynamic: 'VARCHAR',
  guid: "VARCHAR NOT NULL DEFAULT ''",
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  string: "VARCHAR NOT NULL DEFAULT ''",
  timespan: 'BIGINT',
} as const satisfies Record<ColumnType, string>

/**
 * The value of a property by the row's number `i` and its hash `h`, null where the row has none. 80 of 100 rows are chats,
 * half of these the search decision.
 */
const properties: Readonly<Record<string, string>> = {
  'gen_ai.operation.name': `CASE WHEN h % 100 < 80 THEN 'chat' WHEN h % 100 < 95 THEN 'embeddings' ELSE 'execute_tool' END`,
  'gen_ai.provider.name': `'azure.ai.openai'`,
  'gen_ai.request.model': `CASE WHEN h % 3 = 0 THEN 'gpt-4.1' ELSE 'gpt-4.1-mini' END`,
  'gen_ai.response.model': `CASE WHEN h % 3 = 0 THEN 'gpt-4.1-2025-04-14' ELSE 'gpt-4.1-mini-2025-04-14' END`,
  'gen_ai.prompt.name': `CASE WHEN h % 100 < 40 THEN 'search_decision' WHEN h % 100 < 80 THEN 'answer' END`,
  'gen_ai.prompt.version': `CASE WHEN h % 100 < 80 THEN CASE WHEN i % 2 = 0 THEN '1.0.0' ELSE '1.1.0' END END`,
  'gen_ai.conversation.id': `'conversation-' || (i // 9)`,
  'llmops.deployment.name': `CASE WHEN h % 3 = 0 THEN 'chat-large' ELSE 'chat-small' END`,
  'llmops.metadata.turn': `CAST(i % 9 + 1 AS VARCHAR)`,
  'llmops.output.label': `CASE WHEN h % 100 < 39 THEN CASE WHEN h % 7 < 3 THEN 'Yes' ELSE 'No' END END`,
  'llmops.output.valid': `CASE WHEN h % 100 < 39 THEN 'true' WHEN h % 100 = 39 THEN 'false' END`,
  'llmops.status': `CASE WHEN h % 50 = 7 THEN 'Failed' ELSE 'Success' END`,
  'gen_ai.input.messages': `'[{"role":"user","parts":[{"type":"text","content":"' || substr(words, 1 + h % 60000, 1600) || '"}]}]'`,
}

/** Words that are drawn by the hash of their place: text that compresses as text does. */
const WORDS = `(SELECT string_agg(['search', 'documents', 'the', 'answer', 'of', 'question', 'shipping', 'invoice', 'refund', 'Tokyo',
  'address', 'customer', 'and', 'policy', 'return', 'within', 'days', 'order', 'number', 'warranty'][1 + CAST(hash(j) % 20 AS INTEGER)], ' ' ORDER BY j)
  FROM range(14000) w(j))`

const cells: Readonly<Record<string, string>> = {
  TimeGenerated: `make_timestamp(${END.getTime()}000 - CAST(${DAYS * 86_400}000000.0 * (total - i) / total AS BIGINT))`,
  Id: `substr(md5(CAST(i AS VARCHAR)), 1, 16)`,
  OperationId: `md5(CAST(i // 3 AS VARCHAR))`,
  ParentId: `substr(md5(CAST(i // 3 AS VARCHAR)), 1, 16)`,
  Name: `'chat'`,
  DependencyType: `'GenAI | azure.ai.openai'`,
  Success: `h % 50 <> 7`,
  ResultCode: `CASE WHEN h % 50 = 7 THEN '429' ELSE '200' END`,
  DurationMs: `50 + (h % 1000003) / 97.0`,
  ItemCount: '1',
  AppRoleName: `'rag-chatbot'`,
  Properties: `to_json(map_from_entries(list_filter([${Object.entries(properties)
    .map(([key, sql]) => `{ k: '${key}', v: ${sql} }`)
    .join(', ')}], e -> e.v IS NOT NULL)))`,
  Measurements: `'{"gen_ai.usage.input_tokens":' || (200 + h % 900) || ',"gen_ai.usage.output_tokens":' || (1 + h % 40) || '}'`,
}

const quoted = (name: string): string => `"${name}"`

const declare = (name: string, columns: readonly string[]): string =>
  `CREATE TABLE ${quoted(name)} (${columns.join(', ')})`

const columnsOf = (columns: readonly Column[]): string[] =>
  columns.map(({ name, type }) => `${quoted(name)} ${types[type]}`)

/** Fills a new database with `count` rows of AppDependencies, always the same ones; the other tables are empty. */
export async function writeRows(connection: DuckDBConnection, count: number): Promise<void> {
  const { AppDependencies, ...others } = tables
  const cellsOf = AppDependencies.map(
    ({ name, type }) => cells[name] ?? (type === 'string' ? `''` : 'NULL'),
  )
  const texts = promotedKeys.map((key) => `coalesce(${properties[key]}, '')`)
  const declarations = [
    declare('AppDependencies', [
      ...columnsOf(AppDependencies),
      ...promotedKeys.map((key) => `${quoted(key)} VARCHAR`),
    ]),
    ...Object.entries(others).map(([name, columns]) => declare(name, columnsOf(columns))),
  ]
  await connection.run(declarations.join(';'))
  await connection.run(`INSERT INTO "AppDependencies" SELECT ${[...cellsOf, ...texts].join(', ')}
    FROM (SELECT i, ${count} AS total, CAST(hash(i) % 1000000007 AS BIGINT) AS h, words
      FROM range(${count}) r(i), (SELECT ${WORDS} AS words))`)
  await connection.run('CHECKPOINT')
}
