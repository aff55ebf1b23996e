import type { CommaReading } from '../syntax/numeral-run.ts'
import type { Evaluation } from '../value/scalar.ts'
import type { Shape } from './shape.ts'
import type { Span } from './span.ts'

/**
 * How the places are read that notation leaves open. An answer's literal reading takes the defaults; each of its other
 * readings changes one of these.
 */
export interface ReadOptions {
  /** A comma between digits. */
  readonly comma: CommaReading
  /** Whether `1.234` is 1234. */
  readonly pointsGroup: boolean
  /** `5e-3`: 5·e − 3, or the power of ten. */
  readonly exponents: 'product' | 'power'
  /** `(1,2)`: a point or an interval. */
  readonly pairs: 'tuple' | 'interval'
  /** `1,2`: items without order, or a tuple. */
  readonly lists: 'free' | 'tuple'
  /** `[1,2,3]`: an array, or its items. */
  readonly arrays: 'kept' | 'free'
  /** `x=1,y=2`: values under their names, in the order of the names, or only the values. */
  readonly names: 'kept' | 'tuple' | 'free'
  /** `y=2x`: the value, or the equation. */
  readonly equations: 'value' | 'equation'
  /** `\sin A = 3/5`: the equation, or the value. */
  readonly functions: 'equation' | 'value'
  /** `{5}`: a set, or its element. */
  readonly singletons: 'set' | 'value'
  /** `log x`: over an unknown base, e or 10. */
  readonly logarithm: 'open' | 'natural' | 'ten'
  /** The letter that is the imaginary unit. */
  readonly imaginary: 'i' | 'I' | 'j'
  /** `50%`: one half, or the figure 50. */
  readonly percent: 'value' | 'figure'
  /** `3s`: a product, or a number with its unit. */
  readonly letterUnits: 'product' | 'unit'
  /** `0.333...`: the digits that are there, or for ever. */
  readonly dots: 'cut' | 'recurring'
  /** `1011_2`: the digits with their base, or the value. */
  readonly bases: 'digits' | 'value'
}

export const defaultOptions: ReadOptions = {
  comma: 'point',
  pointsGroup: false,
  exponents: 'product',
  pairs: 'tuple',
  lists: 'free',
  arrays: 'kept',
  names: 'kept',
  equations: 'value',
  functions: 'equation',
  singletons: 'set',
  logarithm: 'open',
  imaginary: 'i',
  percent: 'value',
  letterUnits: 'product',
  dots: 'cut',
  bases: 'digits',
}

/** An option, by name: also the name of the ambiguity that it settles. */
export type OptionName = keyof ReadOptions

/** Values read before from the same tokens, and the ambiguities each met. */
export type ValueMemo = Map<
  string,
  { readonly shape: Shape | undefined; readonly met: ReadonlySet<OptionName> }
>

/** What the readers of structure share while one answer is read once. */
export interface Reader {
  readonly options: ReadOptions
  readonly evaluation: Evaluation
  /** The options that made a difference to this answer: the ambiguities met. */
  readonly met: Set<OptionName>
  readonly values: ValueMemo
  /** Any structure. `undefined` where the span is no mathematics. */
  read(span: Span): Shape | undefined
  /** The same with other options. */
  readWith(span: Span, options: Partial<ReadOptions>): Shape | undefined
}
