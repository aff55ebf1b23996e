import { Effort } from '../effort.ts'
import { matchBrackets, turnBrackets } from '../syntax/brackets.ts'
import { joinNumerals, type Numerals } from '../syntax/numerals.ts'
import type { Token } from '../syntax/token.ts'
import { Evaluation } from '../value/scalar.ts'
import { isBased, readBased } from './based.ts'
import { isBracketed, readBracketed } from './bracketed.ts'
import { isCases, isPiecewise, readCases, readPiecewise } from './cases.ts'
import { isResidueClass, readResidueClass } from './congruence.ts'
import { isList, readList } from './list.ts'
import { namedSet } from './named-set.ts'
import { readQuantity } from './quantity.ts'
import { isRatio, readRatio } from './ratio.ts'
import { defaultOptions, type OptionName, type Reader, type ReadOptions, type ValueMemo } from './reader.ts'
import { isRelation, readRelation } from './relation.ts'
import { isSetAlgebra, readSetAlgebra } from './set-algebra.ts'
import { type Shape, unnamed } from './shape.ts'
import { Span } from './span.ts'
import { isTime, readTime } from './time.ts'

/**
 * Layer "structure": what an answer is made of. The first row that knows a span by its top level reads it; what it cannot
 * read is no mathematics. Decides the kind and the parts, never whether two parts are one value.
 */
const readers: readonly {
  readonly what: string
  readonly knows: (span: Span) => boolean
  readonly read: (span: Span, reader: Reader) => Shape | undefined
}[] = [
  { what: 'list', knows: isList, read: readList },
  { what: 'relation', knows: isRelation, read: readRelation },
  { what: 'set algebra', knows: isSetAlgebra, read: readSetAlgebra },
  { what: 'set, tuple or interval', knows: isBracketed, read: readBracketed },
  { what: 'system of equations', knows: isCases, read: readCases },
  { what: 'function in pieces', knows: isPiecewise, read: readPiecewise },
  { what: 'residue class', knows: isResidueClass, read: readResidueClass },
  { what: 'time of day', knows: isTime, read: readTime },
  { what: 'ratio of several', knows: isRatio, read: readRatio },
  { what: 'digits in a base', knows: isBased, read: readBased },
  { what: 'named set', knows: (span) => namedSet(span) !== undefined, read: namedSet },
  { what: 'value', knows: () => true, read: readQuantity },
]

/** One reading of an answer, and the ambiguities met on the way. */
export interface Read {
  readonly shape: Shape | undefined
  readonly met: ReadonlySet<OptionName>
  /** Other ways to read its commas. */
  readonly commas: readonly ReadOptions['comma'][]
  /** Whether a point in it may group thousands. */
  readonly groupedPoints: boolean
  /** Whether a letter e in it may write a power of ten. */
  readonly openExponents: boolean
}

/** What readings of the same numerals share: an expression that an option does not touch is read and evaluated once. */
interface ReadingTools {
  readonly numerals: Numerals
  readonly span: Span | undefined
  readonly evaluation: Evaluation
  readonly values: ValueMemo
}

/** Reads one answer under as many options as wanted. */
export class AnswerReader {
  readonly #tokens: readonly Token[]
  readonly #effort = new Effort()
  readonly #toolsByName = new Map<string, ReadingTools>()

  constructor(tokens: readonly Token[]) {
    this.#tokens = turnBrackets(tokens)
  }

  read(options: Partial<ReadOptions>): Read {
    const chosen = { ...defaultOptions, ...options }
    const { numerals, span, evaluation, values } = this.#toolsFor(chosen)
    const met = new Set<OptionName>()
    const shape = span === undefined ? undefined : makeReader(chosen, evaluation, values, met).read(span)
    return {
      shape: shape === undefined ? undefined : unnamed(shape),
      met,
      commas: numerals.alternatives,
      groupedPoints: numerals.groupedPoints,
      openExponents: numerals.openExponents,
    }
  }

  #toolsFor({ comma, pointsGroup, exponents }: ReadOptions): ReadingTools {
    const name = `${comma} ${pointsGroup} ${exponents}`
    const known = this.#toolsByName.get(name)
    if (known !== undefined) return known
    const numerals = joinNumerals(this.#tokens, comma, pointsGroup, exponents)
    const matched = matchBrackets(numerals.tokens)
    const span = matched === undefined ? undefined : new Span(matched)
    const tools = { numerals, span, evaluation: new Evaluation(this.#effort), values: new Map() }
    this.#toolsByName.set(name, tools)
    return tools
  }
}

function makeReader(
  options: ReadOptions,
  evaluation: Evaluation,
  values: ValueMemo,
  met: Set<OptionName>,
): Reader {
  const reader: Reader = {
    options,
    evaluation,
    met,
    values,
    read: (span) => {
      if (span.length === 0) return undefined
      evaluation.effort.spend(10 + span.length)
      const bare = span.bare
      return readers.find((row) => row.knows(bare))?.read(bare, reader)
    },
    readWith: (span, changed) => makeReader({ ...options, ...changed }, evaluation, values, met).read(span),
  }
  return reader
}
