/** A row of the query `evaluations`. */
export interface EvaluationRow {
  readonly TimeGenerated: string
  readonly EvaluationName: string
  readonly Score: number | null
  readonly ScoreLabel: string
  readonly PromptName: string
  readonly PromptVersion: string
  readonly ResponseId: string
  readonly ErrorType: string
  readonly Explanation: string
  readonly OperationId: string
  readonly CallId: string
  /** The evaluation of `kansoku eval run`, and its case; empty for what was recorded elsewhere. */
  readonly DataSet: string
  readonly Case: string
  /** What the run tried beside the version, such as `model gpt-4.1-mini`; empty where it did not say. */
  readonly Settings: string
}

/** A judged call with all that was said of it. */
export interface EvaluationCase {
  readonly key: string
  /** Of the latest judgement. */
  readonly time: string
  readonly trace: string
  /** Empty where the judgement knows the response only. */
  readonly call: string
  readonly prompt: string
  readonly version: string
  readonly explanation: string
  /** The latest by its name. */
  readonly results: ReadonlyMap<string, EvaluationRow>
}

/** Judgements by the call that they are about, newest first as they come. */
export function casesOf(rows: readonly EvaluationRow[]): {
  readonly names: readonly string[]
  readonly cases: readonly EvaluationCase[]
} {
  const groups = new Map<string, EvaluationRow[]>()
  for (const row of rows) {
    const key = keyOf(row)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return {
    names: [...new Set(rows.map(({ EvaluationName }) => EvaluationName))].toSorted(),
    cases: Array.from(groups, ([key, group]) => caseOf(key, group)),
  }
}

function keyOf(row: EvaluationRow): string {
  if (row.CallId !== '') return `${row.OperationId}/${row.CallId}`
  return row.ResponseId === '' ? `${row.EvaluationName} ${row.TimeGenerated}` : row.ResponseId
}

function caseOf(key: string, group: readonly EvaluationRow[]): EvaluationCase {
  const first = (pick: (row: EvaluationRow) => string): string =>
    group.map(pick).find((value) => value !== '') ?? ''
  return {
    key,
    time: first((row) => row.TimeGenerated),
    trace: first((row) => row.OperationId),
    call: first((row) => row.CallId),
    prompt: first((row) => row.PromptName),
    version: first((row) => row.PromptVersion),
    explanation: first((row) => row.Explanation),
    results: new Map(group.toReversed().map((row) => [row.EvaluationName, row])),
  }
}
