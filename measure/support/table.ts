/** Prints a table in Markdown, columns aligned: the first to the left, the others to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) => {
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? ''
      return column === 0 ? cell.padEnd(width) : cell.padStart(width)
    })
    return `| ${padded.join(' | ')} |\n`
  }
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  process.stdout.write([head, rule, ...rows].map(line).join(''))
}

/** Prints a line of text. */
export function print(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** A share as per cent with decimals; `–` where there is none. */
export function percent(share: number | undefined, digits = 2): string {
  return share === undefined ? '–' : (100 * share).toFixed(digits)
}

/** The mean of what is there; absent without anything. */
export function mean(values: readonly (number | undefined)[]): number | undefined {
  const there = values.filter((value) => value !== undefined)
  return there.length === 0 ? undefined : there.reduce((sum, value) => sum + value, 0) / there.length
}
