import type { ReactNode } from 'react'

/** The place of what is on its way. */
export function Loading({ height = 120 }: { readonly height?: number }): ReactNode {
  return <div className="loading" style={{ height }} aria-busy="true" />
}
