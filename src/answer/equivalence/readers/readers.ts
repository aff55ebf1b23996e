import { code, programNumber } from './code.ts'
import { date } from './date.ts'
import { formula } from './formula.ts'
import { nameWithFigure } from './name-with-figure.ts'
import { namedValues } from './named-values.ts'
import { numberWords } from './number-words.ts'
import { range } from './range.ts'
import { severalQuantities } from './several-quantities.ts'
import type { TextReader } from './text-reader.ts'
import { timeOfDay } from './time-of-day.ts'
import { wordList } from './word-list.ts'

/**
 * What an answer may be before it is mathematics, in the order in which it is asked: the first reader that is sure decides. Each gives a
 * canonical form and compares nothing, so that what it says of two answers does not depend on a third.
 */
export const textReaders: readonly TextReader[] = [
  date,
  timeOfDay,
  formula,
  programNumber,
  code,
  range,
  numberWords,
  namedValues,
  severalQuantities,
  nameWithFigure,
  wordList,
]

/** Those that may still be sure where commands of LaTeX are left in the plain form; the others would only cost time. */
export const latexReaders: readonly TextReader[] = [formula, code, range, namedValues]
