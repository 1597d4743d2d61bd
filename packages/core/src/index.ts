export {
  callContextAttributes,
  callContextOf,
  type CallContext,
  type PromptRef,
} from './call-context.ts'
export { capturesOnEvent, capturesOnSpan, parseCaptureMode, type CaptureMode } from './capture.ts'
export type { ContractViolation, ModelOutput, OutputContract, Verdict } from './contract.ts'
export {
  definePrompt,
  type Prompt,
  type PromptDefinition,
  type PromptRunOptions,
} from './define-prompt.ts'
export { guard } from './guard.ts'
export type {
  GenericPart,
  InputContent,
  Message,
  MessagePart,
  ServerTool,
  ToolDefinition,
} from './messages.ts'
export { json, type JsonOptions } from './json-contract.ts'
export type { Metadata } from './metadata.ts'
export { oneOf, type OneOfOptions } from './one-of.ts'
export {
  startInference,
  startOperation,
  type InferenceName,
  type InferenceOptions,
  type Operation,
  type OperationOptions,
} from './operation.ts'
export type { OperationName } from './operation-kinds.ts'
export { PromptContextSpanProcessor } from './prompt-context-span-processor.ts'
export type { InferenceResponse, Outcome } from './outcome.ts'
export type { StandardSchema } from './standard-schema.ts'
export {
  createTelemetry,
  type EventLogger,
  type EventRecord,
  type Telemetry,
  type TelemetryOptions,
} from './telemetry.ts'
export { toolCall } from './tool-call.ts'
export { withConversation, withMetadata, withPrompt } from './with-context.ts'
