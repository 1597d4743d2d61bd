import type { ReactNode } from 'react'

import { usePack } from '../data/pack.ts'
import { useStatus } from '../data/status.ts'
import { useSpeech } from '../language/language.tsx'

/** Queries, functions and tables to begin with. */
export function SavedQueries({ onTake }: { readonly onTake: (query: string) => void }): ReactNode {
  const { messages, language } = useSpeech()
  const { data } = usePack()
  const { data: status } = useStatus()
  const { query: words } = messages
  return (
    <aside className="saved">
      <List
        title={words.saved}
        entries={(data?.queries ?? []).map(({ name, title, description, text }) => ({
          name,
          label: title[language],
          hint: description[language],
          text,
        }))}
        onTake={onTake}
      />
      <List
        title={words.functions}
        entries={(data?.functions ?? []).map(({ name, parameters, description }) => ({
          name,
          label: name,
          hint: `${name}(${parameters})\n${description[language]}`,
          text: `${name}(${argumentsFor(parameters)})\n| take 100`,
        }))}
        onTake={onTake}
      />
      <List
        title={words.tables}
        entries={(status?.tables ?? []).map(({ Table }) => ({
          name: Table,
          label: Table,
          hint: Table,
          text: `${Table}\n| top 100 by TimeGenerated desc`,
        }))}
        onTake={onTake}
      />
    </aside>
  )
}

const values: Readonly<Record<string, string>> = { startTime: 'ago(1d)', endTime: 'now()' }

/** Something to begin with in place of each parameter: `startTime: datetime, endTime: datetime`. */
function argumentsFor(parameters: string): string {
  const names = parameters.split(',').map((parameter) => parameter.split(':')[0]?.trim() ?? '')
  return names.map((name) => (name === '' ? '' : (values[name] ?? '""'))).join(', ')
}

interface Entry {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly text: string
}

interface ListProps {
  readonly title: string
  readonly entries: readonly Entry[]
  readonly onTake: (query: string) => void
}

function List({ title, entries, onTake }: ListProps): ReactNode {
  if (entries.length === 0) return undefined
  return (
    <details open>
      <summary>{title}</summary>
      <ul>
        {entries.map(({ name, label, hint, text }) => (
          <li key={name}>
            <button type="button" className="quiet" title={hint} onClick={() => onTake(text)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
