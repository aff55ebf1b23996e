/**
 * The bounds of the answer engine. Over `characters`, `nesting`, `digits`, `nodes`, `cells`, `items` or `effort` an answer is compared
 * by its normalised text only, and its key says which bound it met.
 */
export const limits = {
  /** Longest answer read as mathematics, in UTF-16 code units. */
  characters: 4096,
  /** Deepest nesting of brackets, braces and arguments. */
  nesting: 64,
  /** Longest numeral, in digits. */
  digits: 2500,
  /** Most nodes of one answer's syntax trees. */
  nodes: 4000,
  /** Most cells of one matrix. */
  cells: 400,
  /** Most items of one list, set or tuple. */
  items: 400,
  /** Largest exact integer, in bits. Beyond it a value is known by its residues only. */
  exactBits: 30_000,
  /** Largest smaller side of an exact fraction, in bits. */
  fractionBits: 3_000,
  /** Largest `n` of an exact `n!`. */
  factorial: 2000,
  /** Largest upper index of an exact binomial coefficient. */
  binomial: 3000,
  /** What reading and evaluating one answer may cost, in steps (see `Effort`). */
  effort: 60_000,
  /** Most nodes evaluated for one numeric signature, over all points. */
  numericSteps: 20_000,
  /** Most alternatives that plus-minus signs may open in one answer. */
  plusMinus: 3,
} as const

/** The bound an answer met, by name. */
export type Limit =
  | 'characters'
  | 'nesting'
  | 'digits'
  | 'nodes'
  | 'cells'
  | 'items'
  | 'effort'
  /** No bound but a failure within the engine: the answer is text, and the others are read on. */
  | 'failure'

/** Thrown inside the engine where a bound is met; never leaves it. */
export class LimitReached extends Error {
  readonly limit: Limit

  constructor(limit: Limit) {
    super(limit)
    this.limit = limit
  }
}
