import { padWidth, textWidth } from '../ground/text-width.ts'

/**
 * Rows as lines of aligned columns: the first column to the left, the others to the right.
 *
 * @param textColumns - Places of further columns that hold text, and go to the left.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  textColumns: readonly number[] = [],
): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, textWidth(row[column] ?? '')), 0),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return padWidth(cell, width, column === 0 || textColumns.includes(column) ? 'right' : 'left')
      })
      .join('   ')
      .trimEnd(),
  )
}
