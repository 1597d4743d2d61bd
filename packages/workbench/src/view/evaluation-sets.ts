import type { EvaluationRow } from './evaluation-cases.ts'

/** A data set that `kansoku eval run` has run: each case with what each version of the prompt made of it. */
export interface EvaluationSet {
  readonly name: string
  readonly versions: readonly string[]
  readonly cases: readonly SetCase[]
}

export interface SetCase {
  readonly id: string
  /** By version, the latest judgement of each evaluator. */
  readonly results: ReadonlyMap<string, readonly EvaluationRow[]>
  /** The versions were judged differently. */
  readonly differs: boolean
}

/** The data sets among judgements that come newest first. Cases in which versions differ stand first: they are what is looked for. */
export function evaluationSets(rows: readonly EvaluationRow[]): readonly EvaluationSet[] {
  const named = rows.filter(({ Case }) => Case !== '')
  return unique(named.map(({ DataSet }) => DataSet)).map((name) => {
    const own = named.filter(({ DataSet }) => DataSet === name)
    const versions = unique(own.map(({ PromptVersion }) => PromptVersion)).toSorted(byNumber)
    const cases = unique(own.map(({ Case }) => Case)).map((id) => caseOf(id, own, versions))
    return {
      name,
      versions,
      cases: cases.toSorted(
        (a, b) => Number(b.differs) - Number(a.differs) || a.id.localeCompare(b.id),
      ),
    }
  })
}

function caseOf(id: string, rows: readonly EvaluationRow[], versions: readonly string[]): SetCase {
  const results = new Map(
    versions.map((version) => [
      version,
      latest(rows.filter(({ Case, PromptVersion }) => Case === id && PromptVersion === version)),
    ]),
  )
  const verdicts = [...results.values()]
    .filter((judgements) => judgements.length > 0)
    .map((judgements) =>
      JSON.stringify(judgements.map((each) => [each.EvaluationName, verdictOf(each)])),
    )
  return { id, results, differs: new Set(verdicts).size > 1 }
}

/** What is compared: the word of a judgement, else its score; an evaluator that failed is one too. */
const verdictOf = ({ ErrorType, ScoreLabel, Score }: EvaluationRow): string =>
  ErrorType || ScoreLabel || String(Score)

/** The first of each evaluator, as the newest come first. */
function latest(rows: readonly EvaluationRow[]): readonly EvaluationRow[] {
  return unique(rows.map(({ EvaluationName }) => EvaluationName))
    .toSorted()
    .flatMap((name) => rows.find(({ EvaluationName }) => EvaluationName === name) ?? [])
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)]

const byNumber = (a: string, b: string): number => a.localeCompare(b, undefined, { numeric: true })
