import type { Row } from './row.ts'

/**
 * Above it Properties were found cut in the middle of their JSON, with every attribute after the large value gone, token counts
 * included (Azure/azure-sdk-for-python#47345, 2026). An older report has the whole item refused (#42180, 2025); no page
 * of the service explains the difference.
 */
const PROPERTIES_LENGTH = 65_532

/** Rows as the service was seen to store them, and not as they were sent. */
export function withinServiceLimits(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => {
    const { Properties: text } = row.cells
    if (typeof text !== 'string' || text.length <= PROPERTIES_LENGTH) return row
    const cells = { ...row.cells, Properties: text.slice(0, PROPERTIES_LENGTH) }
    return { table: row.table, cells }
  })
}
