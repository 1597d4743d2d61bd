/** `kansoku/vitest`: contracts and data sets in a test suite of one's own. */
export { describeEvaluation, toSatisfyContract } from './evaluations/vitest.ts'
