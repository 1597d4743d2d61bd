export type {
  KqlCompletion,
  KqlCompletionKind,
  KqlCompletions,
  KqlEditor,
  KqlHover,
  KqlRange,
  KqlSignatureHelp,
  KqlSignatureParameter,
  KqlToken,
  KqlTokenKind,
} from './editor.ts'
export { isKqlError, KqlError, type KqlErrorCode } from './error.ts'
export { createKql, type Kql, type KqlLimits, type KqlOptions, type RunOptions } from './kql.ts'
export type { KqlParameter, KqlParameters, KqlTimeRange } from './parameters/parameter.ts'
export { duckdbSource, type DuckDBSourceOptions, type PromotedProperties } from './source/duckdb.ts'
export { memorySource, type MemoryTable } from './source/memory.ts'
export {
  type Batch,
  type Column,
  type Property,
  type Scan,
  type Snapshot,
  type TableSource,
  timeColumn,
} from './source/source.ts'
export type {
  AzureUse,
  KqlColumn,
  KqlDiagnostic,
  KqlExplanation,
  KqlFunction,
  KqlOperatorReport,
  KqlPosition,
  KqlResult,
  KqlType,
  KqlVisualization,
} from './types.ts'
export { formatValue, toJsonValue } from './values/format.ts'
export { jsonText } from './values/json.ts'
