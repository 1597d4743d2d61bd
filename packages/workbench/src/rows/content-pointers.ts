import type { LogAnalyticsTable } from '@kansoku/log-analytics'

import { type CellValue, fillRow, type Row } from './row.ts'

/** Attribute → column of AppGenAIContent. */
const MOVED = {
  'gen_ai.evaluation.explanation': 'EvaluationExplanation',
  'gen_ai.input.messages': 'InputMessages',
  'gen_ai.output.messages': 'OutputMessages',
  'gen_ai.system_instructions': 'SystemInstructions',
  'gen_ai.tool.call.arguments': 'ToolCallArguments',
  'gen_ai.tool.call.result': 'ToolCallResult',
  'gen_ai.tool.definitions': 'ToolDefinitions',
} as const

const FROM: ReadonlySet<LogAnalyticsTable> = new Set(['AppDependencies', 'AppTraces', 'AppEvents'])

/** Azure's own wording is not known. It begins like no JSON, which is what `LLMContent` goes by. */
const POINTER = 'moved to AppGenAIContent'

/**
 * Content as Azure keeps it from 2026-09-30 on: a pointer in Properties, the text in a row of AppGenAIContent.
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/appgenaicontent
 */
export function withContentMoved(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap((row) => (FROM.has(row.table) ? moved(row) : row))
}

function moved(row: Row): Row | readonly Row[] {
  const { Properties: text } = row.cells
  // Most rows have no content: a look at the text is all that they cost.
  if (typeof text !== 'string' || !Object.keys(MOVED).some((key) => text.includes(`"${key}"`)))
    return row
  const properties = JSON.parse(text) as Record<string, unknown>
  const texts: Record<string, CellValue> = {}
  for (const [key, column] of Object.entries(MOVED)) {
    const { [key]: value } = properties
    if (typeof value !== 'string' || value === '') continue
    texts[column] = value
    properties[key] = POINTER
  }
  if (Object.keys(texts).length === 0) return row
  const { AppRoleName, Id, OperationId, ParentId, TimeGenerated } = row.cells
  const isSpan = row.table === 'AppDependencies'
  const content = fillRow('AppGenAIContent', {
    ...texts,
    TimeGenerated,
    TraceId: OperationId,
    SpanId: isSpan ? Id : ParentId,
    ...(isSpan && { ParentSpanId: ParentId }),
    ModelName: textOf(properties['gen_ai.response.model'] ?? properties['gen_ai.request.model']),
    AgentName: textOf(properties['gen_ai.agent.name']),
    RoleName: AppRoleName,
    Type: 'AppGenAIContent',
  })
  const cells = { ...row.cells, Properties: JSON.stringify(properties) }
  return [{ table: row.table, cells }, content]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
