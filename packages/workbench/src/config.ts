/** `kansoku/config`: what a `kansoku.config.ts` is written with. */
export {
  type CaseEvaluator,
  type CaseSource,
  defineConfig,
  defineEvaluation,
  type EvaluatedPrompt,
  type EvaluationCase,
  type EvaluationDefinition,
  type GateRules,
  type HarvestedCall,
  type Judged,
  type Judgement,
  type KansokuConfig,
  type PromptText,
  type TaskContext,
} from './evaluations/definition.ts'
