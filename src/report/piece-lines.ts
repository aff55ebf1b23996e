import { fitWidth, padWidth, textWidth } from '../ground/text-width.ts'

/** What stands between two pieces of a line. */
const between = ' · '

/** Pieces of text in as many lines as it takes: a line ends between two pieces, else between two words, and a word that is too long is cut. */
export function pieceLines(pieces: readonly string[], columns: number): string[] {
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last) + textWidth(between) + textWidth(piece) <= columns)
      lines[lines.length - 1] = last + between + piece
    else lines.push(...wordLines(piece, columns))
  }
  return lines
}

function wordLines(piece: string, columns: number): string[] {
  const lines: string[] = []
  // A number stays with its sign.
  for (const word of piece.split(/ (?!%)/)) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(fitWidth(word, columns))
  }
  return lines
}

/** As many pieces as one line holds, from the first on; the first one is there, cut where it must be. */
export function firstPieces(pieces: readonly string[], columns: number): string {
  const [first = '', ...others] = pieces
  let line = fitWidth(first, columns)
  for (const piece of others) {
    if (textWidth(line) + textWidth(between) + textWidth(piece) > columns) break
    line += between + piece
  }
  return line
}

/** Lines under a label: it stands before the first one, and the others are indented as far. */
export function labelled(label: string, lines: readonly string[], labelColumns: number): string[] {
  return lines.map((line, place) => padWidth(place === 0 ? label : '', labelColumns) + line)
}

/** The end of a text in at most as many columns as given: what is cut off in front is an ellipsis. */
export function fitEnd(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  const signs = [...text]
  while (signs.length > 0 && textWidth(signs.join('')) + 1 > columns) signs.shift()
  return `…${signs.join('')}`
}

/** A share as a bar: what is there is filled. */
export function shareBar(share: number, columns: number): string {
  const filled = Math.min(columns, Math.floor(share * columns))
  return '▇'.repeat(filled) + '·'.repeat(columns - filled)
}
