const firstLetter = 'A'.charCodeAt(0)

/** Most options that letters can name: A to Z. */
export const mostOptions = 26

/** The letter of the option at a position: A for 0. */
export function letterOfPosition(position: number): string {
  return String.fromCharCode(firstLetter + position)
}

/** The position of the option that a letter names: 0 for A, whatever its case. */
export function positionOfLetter(letter: string): number {
  return letter.toUpperCase().charCodeAt(0) - firstLetter
}

/** The options of a question; `undefined` where it has none, an empty list of them included. */
export function optionsOf({
  choices,
}: {
  readonly choices?: readonly string[]
}): readonly string[] | undefined {
  return choices?.length === 0 ? undefined : choices
}
