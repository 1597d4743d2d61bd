/** `kansoku/config`: what a `kansoku.config.ts` is written with. */
export {
  type CaseEvaluator,
  defineConfig,
  defineEvaluation,
  type EvaluatedPrompt,
  type EvaluationCase,
  type EvaluationDefinition,
  type GateRules,
  type Judged,
  type Judgement,
  type KansokuConfig,
  type TaskContext,
} from './evaluations/definition.ts'
