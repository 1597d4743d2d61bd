import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'

import { choices } from '../../../src/view/queries.ts'
import { DEFAULT_LAST, isLast, lasts, type Last } from '../../../src/view/range.ts'
import { useShared } from '../app/use-shared.ts'
import { useRows } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'

interface PageHeadProps {
  readonly title: string
  readonly lead?: ReactNode
  /** Without the choice of prompt and version where the page is not about them. @defaultValue all */
  readonly filters?: 'all' | 'range' | 'none'
  readonly children?: ReactNode
}

/** Title of a page, with the range and the filters that all pages share. */
export function PageHead({ title, lead, filters = 'all', children }: PageHeadProps): ReactNode {
  return (
    <div className="page-head">
      <div className="page-title">
        <h1>{title}</h1>
        {lead !== undefined && <p className="lead">{lead}</p>}
      </div>
      <div className="page-tools">
        {children}
        {filters === 'all' && <PromptFilter />}
        {filters !== 'none' && <RangeChoice />}
      </div>
    </div>
  )
}

function RangeChoice(): ReactNode {
  const { messages, formats } = useSpeech()
  const { last = DEFAULT_LAST, from, to } = useShared()
  const navigate = useNavigate()
  const { range } = messages
  const choose = (value: Last): void => {
    void navigate({
      to: '.',
      search: (search) => ({ ...search, last: value, from: undefined, to: undefined }),
    })
  }
  if (from !== undefined && to !== undefined) {
    return (
      <button type="button" className="chip" title={range.clear} onClick={() => choose(last)}>
        {formats.moment(from)} – {formats.moment(to)} <span aria-hidden="true">×</span>
      </button>
    )
  }
  return (
    <select
      aria-label={range.label}
      value={last}
      onChange={({ target }) => isLast(target.value) && choose(target.value)}
    >
      {Object.keys(lasts).map((value) => (
        <option key={value} value={value}>
          {range.last[value as Last]}
        </option>
      ))}
    </select>
  )
}

interface Choice {
  readonly PromptName: string
  readonly PromptVersion: string
}

const unique = (values: readonly string[]): string[] => [...new Set(values)]

const CHOICES_AFTER_MS = 1500

function PromptFilter(): ReactNode {
  const { filters } = useSpeech().messages
  const { prompt, version } = useShared()
  const [isWanted, setWanted] = useState(false)
  const { data = [] } = useRows<Choice>(choices, { live: false, enabled: isWanted })
  const want = (): void => setWanted(true)
  useEffect(() => {
    // The page's own rows first.
    const timer = setTimeout(() => setWanted(true), CHOICES_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  const navigate = useNavigate()
  const prompts = unique([...data.map(({ PromptName }) => PromptName), prompt ?? '']).filter(
    Boolean,
  )
  const versions = unique([
    ...data.filter(({ PromptName }) => PromptName === prompt).map((each) => each.PromptVersion),
    version ?? '',
  ]).filter(Boolean)
  const set = (change: { prompt?: string | undefined; version?: string | undefined }): void => {
    void navigate({ to: '.', search: (search) => ({ ...search, ...change }) })
  }
  return (
    <>
      <select
        aria-label={filters.prompt}
        onPointerEnter={want}
        onFocus={want}
        value={prompt ?? ''}
        onChange={({ target }) => set({ prompt: target.value || undefined, version: undefined })}
      >
        <option value="">
          {filters.prompt}: {filters.all}
        </option>
        {prompts.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      {prompt !== undefined && (
        <select
          aria-label={filters.version}
          value={version ?? ''}
          onChange={({ target }) => set({ version: target.value || undefined })}
        >
          <option value="">
            {filters.version}: {filters.all}
          </option>
          {versions.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </>
  )
}
