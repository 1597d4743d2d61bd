import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { casesOf, type EvaluationRow } from '../../../src/view/evaluation-cases.ts'
import { evaluationSets, type EvaluationSet } from '../../../src/view/evaluation-sets.ts'
import { evaluatedCases, evaluations as evaluationsQuery } from '../../../src/view/queries.ts'
import { CasesToConfirm } from '../components/cases-to-confirm.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { Loading } from '../components/loading.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'
import { Table } from '../components/table.tsx'
import { VisibleText } from '../components/visible-text.tsx'
import { useWorkbookQuery } from '../data/pack.ts'
import { useRows } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'

const EXAMPLE = `import { recordEvaluation, recordFeedback } from '@kansoku/core'

recordEvaluation({ name: 'groundedness', score: 0.75, label: 'pass', call })
recordFeedback({ score: 1, responseId: completion.id })`

const HARVEST = 'npx kansoku harvest <evaluation> invalid-decisions-daily'

/** What was judged: by evaluator and version, and judged calls with all their judgements side by side. */
export function Evaluations(): ReactNode {
  const { messages } = useSpeech()
  const judged = useRows<EvaluationRow>(evaluationsQuery)
  const cases = useRows<EvaluationRow>(evaluatedCases)
  const { evaluations: words } = messages
  const error = judged.error ?? cases.error
  const isLoaded = judged.data !== undefined && cases.data !== undefined
  const isEmpty = judged.data?.length === 0 && cases.data?.length === 0
  if (error !== null) return <PageError error={error} />
  return (
    <div className="page">
      <PageHead title={messages.pages.evaluations} />
      <CasesToConfirm />
      {!isLoaded && <Loading height={300} />}
      {isEmpty && <NoEvaluations />}
      {isLoaded && !isEmpty && (
        <Panel title={words.results}>
          <Results />
        </Panel>
      )}
      {evaluationSets(cases.data ?? []).map((set) => (
        <Panel key={set.name} title={words.set(set.name)}>
          <SetTable set={set} />
        </Panel>
      ))}
      {judged.data !== undefined && judged.data.length > 0 && (
        <Panel title={words.cases}>
          <Cases rows={judged.data} />
        </Panel>
      )}
    </div>
  )
}

function NoEvaluations(): ReactNode {
  const { evaluations: words, confirm } = useSpeech().messages
  return (
    <div className="note">
      <h2>{words.none}</h2>
      <p>{words.hint}</p>
      <CodeBlock text={EXAMPLE} />
      <p>{confirm.hint}</p>
      <CodeBlock text={HARVEST} />
    </div>
  )
}

interface ResultRow {
  readonly EvaluationName: string
  readonly EvaluatorKind: string
  readonly PromptName: string
  readonly PromptVersion: string
  readonly Results: number
  readonly MeanScore: number | null
  readonly EvaluatorErrors: number
}

function Results(): ReactNode {
  const { messages, formats } = useSpeech()
  const query = useWorkbookQuery('evaluations')
  const { data } = useRows<ResultRow>(query, { enabled: query !== '' })
  const { evaluations: words, fields, prompts } = messages
  if (data === undefined) return <Loading />
  return (
    <Table
      label={words.results}
      rows={data}
      rowKey={(row) =>
        `${row.EvaluationName} ${row.EvaluatorKind} ${row.PromptName} ${row.PromptVersion}`
      }
      columns={[
        { key: 'name', title: words.evaluator, cell: ({ EvaluationName }) => EvaluationName },
        {
          key: 'kind',
          title: words.kind,
          cell: ({ EvaluatorKind }) =>
            Object.entries(words.kinds).find(([kind]) => kind === EvaluatorKind)?.[1] ??
            EvaluatorKind,
        },
        {
          key: 'prompt',
          title: fields.prompt,
          cell: ({ PromptName, PromptVersion }) => (
            <>
              {PromptName || prompts.unnamed}
              {PromptVersion !== '' && <span className="version">{PromptVersion}</span>}
            </>
          ),
        },
        {
          key: 'results',
          title: words.count,
          align: 'end',
          cell: ({ Results: count }) => formats.count(count),
        },
        {
          key: 'mean',
          title: words.mean,
          align: 'end',
          cell: ({ MeanScore }) => <ScoreBar score={MeanScore} />,
        },
        {
          key: 'errors',
          title: words.errors,
          align: 'end',
          cell: ({ EvaluatorErrors }) => formats.count(EvaluatorErrors),
        },
      ]}
    />
  )
}

/** A score from 0 to 1 as a bar beside its figure; others as the figure alone. */
function ScoreBar({ score }: { readonly score: number | null }): ReactNode {
  const { formats } = useSpeech()
  const isShare = score !== null && score >= 0 && score <= 1
  return (
    <span className="score">
      {isShare && <meter min={0} max={1} value={score} aria-hidden="true" />}
      {formats.score(score) || '–'}
    </span>
  )
}

/** The cases of a data set, version beside version. */
function SetTable({ set }: { readonly set: EvaluationSet }): ReactNode {
  const { messages } = useSpeech()
  const { evaluations: words, fields } = messages
  return (
    <Table
      label={words.set(set.name)}
      rows={set.cases}
      rowKey={({ id }) => id}
      columns={[
        { key: 'case', title: words.case, cell: ({ id }) => id },
        ...set.versions.map((version) => ({
          key: `version ${version}`,
          title: `${fields.version} ${version}`,
          cell: ({ results }: EvaluationSet['cases'][number]) => (
            <Judgements rows={results.get(version) ?? []} />
          ),
        })),
        {
          key: 'differs',
          title: '',
          cell: ({ differs }) =>
            differs && (
              <span className="tag" data-tone="warn">
                {words.differs}
              </span>
            ),
        },
      ]}
    />
  )
}

const labelTones: Readonly<Record<string, 'good' | 'bad'>> = { pass: 'good', fail: 'bad' }

/** What the evaluators said of one answer; each with its reason. */
function Judgements({ rows }: { readonly rows: readonly EvaluationRow[] }): ReactNode {
  const { formats } = useSpeech()
  if (rows.length === 0) return <span className="none">–</span>
  return (
    <span className="labels">
      {rows.map(({ EvaluationName, ScoreLabel, Score, ErrorType, Explanation }) => (
        <span
          key={EvaluationName}
          className="tag"
          title={Explanation || EvaluationName}
          data-tone={ErrorType === '' ? labelTones[ScoreLabel] : 'bad'}
        >
          {EvaluationName}: {ErrorType || ScoreLabel || formats.score(Score)}
        </span>
      ))}
    </span>
  )
}

function Cases({ rows }: { readonly rows: readonly EvaluationRow[] }): ReactNode {
  const { messages, formats } = useSpeech()
  const { evaluations: words, fields, prompts } = messages
  const { names, cases } = casesOf(rows)
  return (
    <Table
      label={words.cases}
      rows={cases}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'call',
          title: words.call,
          cell: ({ time, trace, call }) =>
            call === '' ? (
              formats.moment(time)
            ) : (
              <Link to="/calls/$trace/$id" params={{ trace, id: call }} search={true}>
                {formats.moment(time)}
              </Link>
            ),
        },
        {
          key: 'prompt',
          title: fields.prompt,
          cell: ({ prompt, version }) => (
            <>
              {prompt || prompts.unnamed}
              {version !== '' && <span className="version">{version}</span>}
            </>
          ),
        },
        ...names.map((name) => ({
          key: `name ${name}`,
          title: name,
          cell: ({ results }: (typeof cases)[number]) => {
            const result = results.get(name)
            if (result === undefined) return <span className="none">–</span>
            const { Score, ScoreLabel, ErrorType, Explanation } = result
            return (
              <span title={Explanation}>
                {ErrorType === '' ? (
                  [formats.score(Score), ScoreLabel].filter(Boolean).join(' · ')
                ) : (
                  <span className="share" data-tone="failed">
                    {ErrorType}
                  </span>
                )}
              </span>
            )
          },
        })),
        {
          key: 'why',
          title: words.explanation,
          cell: ({ explanation }) => (
            <span className="clip">
              <VisibleText text={explanation} />
            </span>
          ),
        },
      ]}
    />
  )
}
