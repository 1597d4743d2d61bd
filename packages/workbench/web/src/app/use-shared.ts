import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'

import { readShared, type SharedSearch } from './search.ts'

/** The range and filters of the address; the same object while they stay the same. */
export function useShared(): SharedSearch {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const text = JSON.stringify(readShared(search))
  return useMemo(() => JSON.parse(text) as SharedSearch, [text])
}
