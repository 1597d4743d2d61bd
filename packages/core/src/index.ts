export {
  callContextAttributes,
  callContextOf,
  type CallContext,
  type PromptInUse,
  withoutPrompt,
} from './context/call-context.ts'
export {
  CAPTURE_VARIABLE,
  capturesOnEvent,
  capturesOnSpan,
  parseCaptureMode,
  type CaptureMode,
} from './content/capture.ts'
export {
  applyContentPolicy,
  type Content,
  type RecordedContent,
} from './content/apply-content-policy.ts'
export {
  contentSettings,
  type ContentBudgets,
  type ContentPlace,
  type ContentPolicy,
  type ContentRules,
  type ContentSettings,
  type MediaMode,
  type PromptIdentity,
  type Redactor,
  type ResolvedContentPolicy,
  type ToolDefinitionMode,
} from './content/content-policy.ts'
export { redactors, type RedactorName, type RedactorSet } from './content/redactors/redactors.ts'
export {
  contentPolicyOver,
  resolveContentPolicy,
  type ContentPolicySources,
} from './content/resolve-content-policy.ts'
export type {
  ContractViolation,
  ModelOutput,
  OutputContract,
  Verdict,
} from './contracts/contract.ts'
export {
  definePrompt,
  type Prompt,
  type PromptDefinition,
  type PromptRunOptions,
} from './context/define-prompt.ts'
export {
  configureTelemetry,
  defaultTelemetry,
  type TelemetryConfiguration,
} from './operation/default-telemetry.ts'
export { errorClass, isOfClass, nameErrorClasses } from './operation/error-class.ts'
export { globalLoggerProvider, type EventLoggerProvider } from './operation/global-providers.ts'
export { callRefOf, currentCall, type CallRef } from './evaluation/call-ref.ts'
export type {
  Evaluation,
  EvaluationResult,
  Evaluator,
  EvaluatorKind,
} from './evaluation/evaluation.ts'
export type { JudgedCallOptions } from './evaluation/judged-call.ts'
export { recordEvaluation } from './evaluation/record-evaluation.ts'
export { recordFeedback, type Feedback, type FeedbackGiven } from './evaluation/record-feedback.ts'
export { guard } from './guard.ts'
export type {
  GenericPart,
  InputContent,
  Message,
  MessagePart,
  ServerTool,
  ToolDefinition,
} from './content/messages.ts'
export { json, type JsonOptions } from './contracts/json-contract.ts'
export { jsonSchema, type JsonSchemaOptions } from './contracts/json-schema/json-schema.ts'
export type { Metadata } from './context/metadata.ts'
export { matches, type MatchesOptions } from './contracts/matches.ts'
export { oneOf, type OneOfOptions } from './contracts/one-of.ts'
export {
  startInference,
  startOperation,
  type InferenceName,
  type InferenceOptions,
  type Operation,
  type OperationOptions,
} from './operation/operation.ts'
export type { MemoryOperation, OperationName } from './operation/operation-kinds.ts'
export { comparePromptVersions, type PromptRef } from './context/prompt-ref.ts'
export { present } from './present.ts'
export { PromptContextSpanProcessor } from './context/prompt-context-span-processor.ts'
export type { InferenceResponse, Outcome } from './operation/outcome.ts'
export type { StandardSchema } from './contracts/standard-schema.ts'
export {
  createTelemetry,
  type EventLogger,
  type EventRecord,
  type Telemetry,
  type TelemetryOptions,
} from './operation/telemetry.ts'
export { toolCall } from './contracts/tool-call.ts'
export { withConversation, withMetadata, withPrompt } from './context/with-context.ts'
export { type Server, serverAttributes } from './trace/attributes.ts'
export type {
  ConversationContent,
  InstructionContent,
  MessageContent,
} from './trace/conversation-content.ts'
export type { InferenceRequest, ModelRequest, OutputType } from './trace/model-request.ts'
export {
  type AgentHandle,
  type AgentTraceOptions,
  type LocalAgentOptions,
  type RemoteAgentOptions,
  traceAgent,
} from './trace/trace-agent.ts'
export {
  type AgentIdentity,
  type CreateAgentHandle,
  type CreateAgentTraceOptions,
  traceCreateAgent,
} from './trace/trace-create-agent.ts'
export {
  type EmbeddingsHandle,
  type EmbeddingsTraceOptions,
  traceEmbeddings,
} from './trace/trace-embeddings.ts'
export {
  type InferenceAnswer,
  type InferenceHandle,
  type InferenceTraceOptions,
  traceInference,
} from './trace/trace-inference.ts'
export {
  type MemoryHandle,
  type MemoryRecord,
  type MemoryTraceOptions,
  traceMemory,
} from './trace/trace-memory.ts'
export { type PlanTraceOptions, tracePlan } from './trace/trace-plan.ts'
export {
  type RetrievalHandle,
  type RetrievalTraceOptions,
  type RetrievedDocument,
  traceRetrieval,
} from './trace/trace-retrieval.ts'
export { type ToolHandle, type ToolTraceOptions, traceTool } from './trace/trace-tool.ts'
export {
  type WorkflowHandle,
  type WorkflowTraceOptions,
  traceWorkflow,
} from './trace/trace-workflow.ts'
export type { Trace } from './trace/traced.ts'
export type { InferenceUsage, TokenBreakdown, TokenTotals } from './trace/usage.ts'
export { observeCall } from './trace/result/observe-call.ts'
export type { CallObserver } from './trace/result/observer.ts'
export { dropWatch, type Held, type Holder, whenDropped } from './operation/dropped.ts'
