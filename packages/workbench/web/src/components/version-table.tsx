import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { useSpeech } from '../language/language.tsx'
import { Share } from './share.tsx'
import { Table } from './table.tsx'
import type { VersionRow } from './verdicts.tsx'

/** The versions of a prompt below each other, the oldest first. */
export function VersionTable({
  versions,
}: {
  readonly versions: readonly VersionRow[]
}): ReactNode {
  const { messages, formats } = useSpeech()
  const { fields, prompts } = messages
  return (
    <Table
      label={prompts.versions}
      rows={versions}
      rowKey={({ PromptVersion }) => PromptVersion}
      columns={[
        {
          key: 'version',
          title: fields.version,
          cell: ({ PromptName, PromptVersion }) => (
            <Link
              to="/calls"
              search={(search) => ({
                ...search,
                prompt: PromptName,
                version: PromptVersion || undefined,
              })}
            >
              {PromptVersion || prompts.noVersion}
            </Link>
          ),
        },
        {
          key: 'calls',
          title: fields.calls,
          align: 'end',
          cell: ({ Calls }) => formats.count(Calls),
        },
        {
          key: 'invalid',
          title: messages.outcome.invalid,
          align: 'end',
          cell: ({ Invalid, Judged }) => <Share part={Invalid} whole={Judged} tone="invalid" />,
        },
        {
          key: 'failed',
          title: fields.failed,
          align: 'end',
          cell: ({ Failed, Calls }) => <Share part={Failed} whole={Calls} tone="failed" />,
        },
        {
          key: 'tokens',
          title: fields.tokensPerCall,
          align: 'end',
          cell: ({ TokensPerCall }) => formats.count(TokensPerCall),
        },
        {
          key: 'p50',
          title: fields.p50,
          align: 'end',
          cell: ({ P50DurationMs }) => formats.milliseconds(P50DurationMs),
        },
        {
          key: 'p95',
          title: fields.p95,
          align: 'end',
          cell: ({ P95DurationMs }) => formats.milliseconds(P95DurationMs),
        },
        { key: 'last', title: fields.last, align: 'end', cell: ({ Last }) => formats.moment(Last) },
      ]}
    />
  )
}
