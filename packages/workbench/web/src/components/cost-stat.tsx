import { useIsFetching } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'

import { cost } from '../../../src/view/queries.ts'
import { useRows } from '../data/use-rows.ts'
import { useSpeech } from '../language/language.tsx'
import { Stat } from './stat.tsx'

interface CostRow {
  readonly CostUsd: number | null
  readonly Unpriced: number
}

/** What the calls of the range cost by the pack's price table, and how many have no price. */
export function CostStat(): ReactNode {
  const { messages, formats } = useSpeech()
  const isQuiet = useIsFetching({ predicate: ({ queryKey }) => queryKey[1] !== cost }) === 0
  const [isWanted, setWanted] = useState(false)
  useEffect(() => {
    // Of all that the overview asks it takes longest, and the rest is not to wait for it.
    if (isQuiet) setWanted(true)
  }, [isQuiet])
  const { data } = useRows<CostRow>(cost, { enabled: isWanted })
  const { overview } = messages
  const row = data?.[0]
  const isPriced = row !== undefined && row.CostUsd !== null
  return (
    <Stat
      label={overview.cost}
      value={isPriced ? formats.dollars(row.CostUsd) : ''}
      {...(row !== undefined &&
        row.Unpriced > 0 && {
          note: isPriced ? overview.pricedOf(formats.compact(row.Unpriced)) : overview.unpriced,
        })}
    />
  )
}
