/** What a token is. Decides nothing yet: `(` may open a tuple, an interval or a group. */
export type TokenKind =
  | 'number'
  /** A run of ASCII letters as written. */
  | 'word'
  /** A named unknown or constant (`theta`, `pi`, `infinity`). */
  | 'name'
  /** A function written as a command (`sin`). */
  | 'function'
  /** A command with arguments of its own (`frac`, `sqrt`, `int`). */
  | 'command'
  /** What `\text{}` and its like held. */
  | 'text'
  | 'operator'
  | 'relation'
  | 'set-operator'
  /** `,` `;` `and` `or` `quad`. */
  | 'separator'
  | 'open'
  | 'close'
  | 'bar'
  | 'cell'
  | 'row'
  /** A sign that nothing here reads; whatever holds it is text. */
  | 'unknown'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Whether white space stood before it. */
  readonly spaced: boolean
  /** On `,`: written so that it can only stand inside a numeral (`{,}` or `,\!`). */
  readonly insideNumeral?: boolean
  /** On the opening of a matrix: its environment (`pmatrix`). */
  readonly fence?: string
  /** On a sign of multiplication: which it was, for vectors tell `×` from `·`. */
  readonly product?: 'cross' | 'dot'
  /** On brackets: the index of the other one. Filled by matching. */
  readonly partner?: number
}
