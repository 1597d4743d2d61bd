import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { labelsOfContract } from '../../../src/view/labels.ts'
import { contracts } from '../../../src/view/queries.ts'
import { oldestFirst } from '../../../src/view/version-order.ts'
import { AnswersPerTurn } from '../components/answers-per-turn.tsx'
import { Empty } from '../components/empty.tsx'
import { Loading } from '../components/loading.tsx'
import { PageError } from '../components/page-error.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'
import { Verdicts, type VersionRow } from '../components/verdicts.tsx'
import { VersionTable } from '../components/version-table.tsx'
import { useCompareQuery } from '../data/pack.ts'
import { useRows } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'

interface ContractRow {
  readonly PromptName: string
  readonly Calls: number
  readonly Contract: string
  readonly Labels: readonly string[]
  readonly Judged: number
  readonly Turns: number
}

/** Each prompt with its versions, its contract, and what its answers were. */
export function Prompts(): ReactNode {
  const { messages } = useSpeech()
  const compare = useCompareQuery()
  const prompts = useRows<ContractRow>(contracts)
  const versions = useRows<VersionRow>(compare, { enabled: compare !== '' })
  const error = prompts.error ?? versions.error
  const named = prompts.data?.filter(({ PromptName }) => PromptName !== '')
  if (error !== null) return <PageError error={error} />
  return (
    <div className="page">
      <PageHead title={messages.pages.prompts} lead={messages.prompts.lead} />
      {named === undefined && <Loading height={420} />}
      {named?.length === 0 && <Empty what={messages.empty.range} />}
      {named?.map((row) => (
        <Prompt
          key={row.PromptName}
          row={row}
          versions={
            versions.data &&
            oldestFirst(versions.data.filter(({ PromptName }) => PromptName === row.PromptName))
          }
        />
      ))}
    </div>
  )
}

interface PromptProps {
  readonly row: ContractRow
  readonly versions: readonly VersionRow[] | undefined
}

function Prompt({ row, versions }: PromptProps): ReactNode {
  const { messages, formats } = useSpeech()
  const { prompts: words } = messages
  const { PromptName, Contract, Labels, Judged, Turns, Calls } = row
  const labels = labelsOfContract(Contract, Labels)
  return (
    <Panel
      title={PromptName}
      className="prompt"
      note={
        <>
          {Judged > 0 ? (
            <span>
              {words.contract}: <code>{Contract === '' ? labels.join(', ') : Contract}</code>
            </span>
          ) : (
            <span>{words.noContract}</span>
          )}
          {' · '}
          <Link
            to="/calls"
            search={(search) => ({ ...search, prompt: PromptName, version: undefined })}
          >
            {messages.calls.shown(formats.count(Calls))}
          </Link>
        </>
      }
    >
      {versions === undefined ? (
        <Loading />
      ) : (
        <>
          <VersionTable versions={versions} />
          <Verdicts versions={versions} />
        </>
      )}
      {Judged > 0 && Turns > 0 && <AnswersPerTurn prompt={PromptName} labels={labels} />}
    </Panel>
  )
}
