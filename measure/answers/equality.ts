import type { Extraction } from '../../src/answer/answer.ts'
import { extractAnswer } from '../../src/answer/extract/extract.ts'
import { type Sameness, sameAnswer } from '../../src/answer/same-answer.ts'
import { contextOf, type EqualVector, type ExtractVector, isCore } from '../../test/support/answer-vectors.ts'

/** A vector that came out otherwise than expected. */
export interface Miss {
  readonly id: string
  readonly kind: string
  readonly what: string
  readonly falseMerge: boolean
}

/** How many vectors came out as expected. */
export interface Score {
  readonly total: number
  readonly right: number
  readonly misses: readonly Miss[]
}

/** Compares the core pairs of one form; texts are extracted first. */
export function compareVectors(vectors: readonly EqualVector[], form: EqualVector['form']): Score {
  const core = vectors.filter((vector) => vector.form === form && isCore(vector))
  const misses = core.flatMap((vector): Miss[] => {
    const { same, by } = form === 'answer' ? compareAnswers(vector) : compareTexts(vector)
    if (same === vector.equal) return []
    const what = `${JSON.stringify(vector.gold.slice(-90))} ~ ${JSON.stringify(vector.pred.slice(-90))} (${by})`
    return [{ id: vector.id, kind: vector.tags?.join(',') ?? '', what, falseMerge: same }]
  })
  return { total: core.length, right: core.length - misses.length, misses }
}

function compareAnswers(vector: EqualVector): Sameness {
  return sameAnswer(vector.gold, vector.pred, contextOf(vector))
}

function compareTexts(vector: EqualVector): { same: boolean; by: string } {
  const context = contextOf(vector)
  const [gold, pred] = [
    valueIn(extractAnswer(vector.gold, context)),
    valueIn(extractAnswer(vector.pred, context)),
  ]
  if (gold === undefined || pred === undefined) return { same: false, by: 'no answer' }
  return sameAnswer(gold, pred, context)
}

/** Extracts from the core texts and compares what is found with what is expected. */
export function extractVectors(vectors: readonly ExtractVector[]): Score {
  const core = vectors.filter((vector) => isCore(vector))
  const misses = core.flatMap((vector): Miss[] => {
    const found = foundIn(vector)
    if (isExpected(vector, found)) return []
    const what = `expected ${JSON.stringify(vector.expected)} (${vector.compare}), found ${JSON.stringify(found)}`
    return [{ id: vector.id, kind: vector.compare, what, falseMerge: false }]
  })
  return { total: core.length, right: core.length - misses.length, misses }
}

function foundIn({ text, choices, ...vector }: ExtractVector): string | undefined {
  return valueIn(extractAnswer(text, { ...contextOf(vector), ...(choices === undefined ? {} : { choices }) }))
}

function valueIn(extraction: Extraction): string | undefined {
  return extraction.type === 'found' ? extraction.value : undefined
}

function isExpected({ compare, expected, ...vector }: ExtractVector, found: string | undefined): boolean {
  const context = contextOf(vector)
  const same = found !== undefined && expected !== null && sameAnswer(found, expected, context).same
  switch (compare) {
    case 'none':
      return found === undefined
    case 'lenient':
      return true
    case 'not-equiv':
    case 'not-choice':
      return !same
    case 'equiv':
      return same || (found !== undefined && expected !== null && sameAsExtracted(found, expected))
    case 'choice-set':
      return same || found?.replace(/\s/g, '') === expected?.replace(/\s/g, '')
    default:
      return same || found?.trim() === expected?.trim()
  }
}

/** Some expected answers are themselves texts with delimiters. */
function sameAsExtracted(found: string, expected: string): boolean {
  const inner = valueIn(extractAnswer(expected))
  return inner !== undefined && sameAnswer(found, inner).same
}
