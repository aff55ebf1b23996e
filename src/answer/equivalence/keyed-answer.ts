import type { AnswerKind } from '../answer.ts'
import type { Limit } from './limits.ts'
import type { OptionName } from './structure/reader.ts'
import type { Shape } from './structure/shape.ts'

/** Why an answer has a reading beside its literal one. */
export type ReadingName = 'literal' | OptionName | 'choice' | 'letters'

/** One way to read an answer. */
export interface Reading {
  readonly name: ReadingName
  readonly shape: Shape
  /** The key of its shape, values by their own keys. Equal keys are one answer. */
  readonly key: string
  /** The unit stated, empty where none was. Two different stated units part answers. */
  readonly unit: string
  /** Whether the key decides: no value in it is left to the numeric layer. */
  readonly decides: boolean
  /** Significant digits of its longest decimal; 0 without one. */
  readonly decimalDigits: number
}

/** An answer keyed once: its literal reading first, then the others it admits. */
export interface KeyedAnswer {
  /** The answer as given. */
  readonly text: string
  readonly kind: AnswerKind
  readonly readings: readonly [Reading, ...Reading[]]
  /** The bound it met; then it is compared by its normalised text only. */
  readonly limit?: Limit
}
