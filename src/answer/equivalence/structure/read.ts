import { matchBrackets } from '../syntax/brackets.ts'
import { joinNumerals } from '../syntax/numerals.ts'
import type { Token } from '../syntax/token.ts'
import { Evaluation } from '../value/scalar.ts'
import { isBased, readBased } from './based.ts'
import { isBracketed, readBracketed } from './bracketed.ts'
import { isList, readList } from './list.ts'
import { readQuantity } from './quantity.ts'
import { defaultOptions, type OptionName, type Reader, type ReadOptions } from './reader.ts'
import { isRelation, readRelation } from './relation.ts'
import { isSetAlgebra, namedSet, readSetAlgebra } from './set-algebra.ts'
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
  { what: 'time of day', knows: isTime, read: readTime },
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
}

/** Reads tokens under the given options. */
export function readTokens(tokens: readonly Token[], options: Partial<ReadOptions>): Read {
  const chosen = { ...defaultOptions, ...options }
  const numerals = joinNumerals(tokens, chosen.comma, chosen.pointsGroup)
  const matched = matchBrackets(numerals.tokens)
  const met = new Set<OptionName>()
  const rest = { met, commas: numerals.alternatives, groupedPoints: numerals.groupedPoints }
  if (matched === undefined) return { shape: undefined, ...rest }
  const shape = makeReader(chosen, new Evaluation(), met).read(new Span(matched))
  return { shape: shape === undefined ? undefined : unnamed(shape), ...rest }
}

function makeReader(options: ReadOptions, evaluation: Evaluation, met: Set<OptionName>): Reader {
  const reader: Reader = {
    options,
    evaluation,
    met,
    read: (span) => {
      if (span.length === 0) return undefined
      const bare = span.bare
      return readers.find((row) => row.knows(bare))?.read(bare, reader)
    },
    readWith: (span, changed) => makeReader({ ...options, ...changed }, evaluation, met).read(span),
  }
  return reader
}
