/**
 * What a terminal shows after some output: lines, without the white space at their ends.
 *
 * Knows what the program and its libraries write: text, line feed, carriage return, cursor moves, erasing, and the sequences
 * that show nothing (colours, cursor visibility, synchronised output). Anything else fails.
 */
export function screenAfter(output: string): {
  readonly lines: readonly string[]
  readonly cursorShown: boolean
} {
  const rows: string[][] = [[]]
  let row = 0
  let column = 0
  let cursorShown = true
  const line = () => {
    while (rows.length <= row) rows.push([])
    return rows[row] ?? []
  }
  const pattern = /\u001b\[(\??)([\d;]*)([A-Za-z])|\u001b(.)|\r|\n|[^\u001b\r\n]/gu
  for (const [piece, hidden, digits = '', final, other] of output.matchAll(pattern)) {
    const count = Number(digits.split(';')[0] || 1)
    if (other !== undefined) throw new Error(`The screen does not know the sequence ESC ${other}`)
    if (final === undefined) {
      if (piece === '\n') row += 1
      else if (piece === '\r') column = 0
      else {
        const cells = line()
        while (cells.length < column) cells.push(' ')
        cells[column] = piece
        column += 1
      }
    } else if (hidden === '?') {
      if (digits === '25') cursorShown = final === 'h'
      else if (digits !== '2026') throw new Error(`The screen does not know the mode ${digits}`)
    } else if (final === 'A') row = Math.max(0, row - count)
    else if (final === 'B') row += count
    else if (final === 'G') column = count - 1
    else if (final === 'K' && digits === '2') line().length = 0
    else if (final === 'K' && (digits === '' || digits === '0'))
      line().length = Math.min(line().length, column)
    else if (final === 'J' && (digits === '' || digits === '0')) {
      line().length = Math.min(line().length, column)
      rows.length = row + 1
    } else if (final !== 'm')
      throw new Error(`The screen does not know the sequence ${JSON.stringify(piece)}`)
  }
  const lines = rows.map((cells) => cells.join('').trimEnd())
  while (lines.at(-1) === '') lines.pop()
  return { lines, cursorShown }
}
