import type { EvaluationRow } from './evaluation-cases.ts'

/**
 * A data set that `kansoku eval run` has run: each case with what each version of the prompt made of it. Where runs tried
 * different settings, a version is one by each of them.
 */
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
    const versionOf = versionNames(own)
    const versions = unique(own.map(versionOf)).toSorted(byNumber)
    const cases = unique(own.map(({ Case }) => Case)).map((id) =>
      caseOf(id, own, versions, versionOf),
    )
    return {
      name,
      versions,
      cases: cases.toSorted(
        (a, b) => Number(b.differs) - Number(a.differs) || a.id.localeCompare(b.id),
      ),
    }
  })
}

type VersionOf = (row: EvaluationRow) => string

/** `2`, or `2 (model gpt-4.1-mini)` where the settings differ. */
function versionNames(rows: readonly EvaluationRow[]): VersionOf {
  const differ = unique(rows.map(({ Settings }) => Settings)).length > 1
  return ({ PromptVersion, Settings }) =>
    differ && Settings !== '' ? `${PromptVersion} (${Settings})` : PromptVersion
}

function caseOf(
  id: string,
  rows: readonly EvaluationRow[],
  versions: readonly string[],
  versionOf: VersionOf,
): SetCase {
  const results = new Map(
    versions.map((version) => [
      version,
      latest(rows.filter((row) => row.Case === id && versionOf(row) === version)),
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
