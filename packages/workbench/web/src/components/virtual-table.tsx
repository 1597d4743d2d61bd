import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'

import type { Column } from './table.tsx'

interface VirtualTableProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T, index: number) => string
  /** Enter or a click on a row. */
  readonly onOpen?: (row: T) => void
  /** The last row is in sight. */
  readonly onEnd?: () => void
  readonly foot?: ReactNode
}

const ROW_HEIGHT = 34
const PAGE_ROWS = 15

/** A long table of which only the rows in sight exist. One row has the focus; arrows, Home, End and Page keys move it. */
export function VirtualTable<T>(props: VirtualTableProps<T>): ReactNode {
  const { label, columns, rows, rowKey, onOpen, onEnd, foot } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState(0)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const isAtEnd = (items.at(-1)?.index ?? -1) >= rows.length - 1
  useEffect(() => {
    if (isAtEnd) onEnd?.()
  }, [isAtEnd, onEnd])

  const moveTo = (index: number): void => {
    const target = Math.max(0, Math.min(rows.length - 1, index))
    setFocused(target)
    virtual.scrollToIndex(target)
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${target}"]`)
        ?.focus({ preventScroll: true })
    })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[focused]
    const target = moves[event.key]?.(focused, rows.length)
    if (target !== undefined) moveTo(target)
    else if (event.key === 'Enter' && row !== undefined && onOpen !== undefined) onOpen(row)
    else return
    event.preventDefault()
  }
  const template = columns.map(({ width = 'minmax(6rem, 1fr)' }) => width).join(' ')
  return (
    <div className="grid-frame">
      <div
        ref={scroller}
        className="grid-scroll"
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        onKeyDown={onKeyDown}
        tabIndex={rows.length === 0 ? 0 : -1}
      >
        <div
          className="grid-body"
          style={{ height: virtual.getTotalSize() + ROW_HEIGHT, minWidth: leastWidth(columns) }}
        >
          <div
            className="grid-row grid-head"
            role="row"
            aria-rowindex={1}
            style={{ gridTemplateColumns: template }}
          >
            {columns.map(({ key, title, align }) => (
              <div key={key} role="columnheader" data-align={align}>
                {title}
              </div>
            ))}
          </div>
          {items.map(({ index, start }) => {
            const row = rows[index]
            if (row === undefined) return undefined
            return (
              <div
                key={rowKey(row, index)}
                className="grid-row"
                role="row"
                aria-rowindex={index + 2}
                data-index={index}
                data-opens={onOpen !== undefined || undefined}
                tabIndex={index === focused ? 0 : -1}
                style={{ gridTemplateColumns: template, top: start + ROW_HEIGHT }}
                onClick={() => onOpen?.(row)}
                onFocus={() => setFocused(index)}
              >
                {columns.map(({ key, cell, align }) => (
                  <div key={key} role="gridcell" data-align={align}>
                    {cell(row)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      {foot !== undefined && <div className="grid-foot">{foot}</div>}
    </div>
  )
}

/** What all columns need together, and the padding of a row; below it the table scrolls sideways. */
function leastWidth(columns: readonly { readonly width?: string }[]): string {
  const least = columns.map(({ width = '6rem' }) => /^minmax\(([^,]+),/.exec(width)?.[1] ?? width)
  return `calc(${least.join(' + ')} + 16px)`
}

const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + PAGE_ROWS,
  PageUp: (at) => at - PAGE_ROWS,
  Home: () => 0,
  End: (_, count) => count - 1,
}
