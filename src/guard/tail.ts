/** The end of a text that is being written, in fixed memory. */
export interface Tail {
  /** Takes the next UTF-16 code unit. */
  push(code: number): void
  /** The code unit at a place counted from the beginning of the text; meaningful for the last `size` places only. */
  at(place: number): number
}

/**
 * Keeps the end of a text.
 *
 * @param size - How many characters to keep: a power of two, so that a mask finds the place.
 */
export function keepTail(size: number): Tail {
  const codes = new Uint16Array(size)
  const mask = size - 1
  let length = 0
  return {
    push(code) {
      codes[length & mask] = code
      length++
    },
    at: (place) => codes[place & mask] ?? 0,
  }
}
