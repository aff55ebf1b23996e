import type { AnswerContext } from '../answer.ts'
import { letterOfPosition, mostOptions, optionsOf, positionOfLetter } from '../option-letters.ts'
import { keyMathematics } from './key-mathematics.ts'
import type { KeyedAnswer } from './keyed-answer.ts'
import { plainTextKey } from './normalise/plain-text.ts'
import { normalise } from './normalise/wrappers.ts'
import { reading } from './reading.ts'
import { writtenOption, writtenOptions } from './structure/choice.ts'

/**
 * The letter or letters an answer chooses, where the question has options or a choice was asked for: written as a letter, or as the
 * text of exactly one option. `undefined` where it chooses none.
 */
export function keyChoice(text: string, normal: string, context: AnswerContext): KeyedAnswer | undefined {
  const { kind = 'auto' } = context
  const choices = optionsOf(context)
  if (choices === undefined && kind !== 'choice') return undefined
  const count = choices?.length ?? mostOptions
  const several = writtenOptions(normal, count)
  if (several !== undefined) return chosen(text, several)
  const written = writtenOption(normal)
  const isOption = written !== undefined && positionOfLetter(written) < count
  const letter = isOption ? written : letterOfOption(normal, choices ?? [])
  return letter === undefined ? undefined : chosen(text, letter)
}

function chosen(text: string, letters: string): KeyedAnswer {
  return { text, kind: 'choice', readings: [reading('choice', { type: 'text', text: `choice ${letters}` })] }
}

/** The letter of the one option that says the same. */
function letterOfOption(normal: string, choices: readonly string[]): string | undefined {
  const wanted = literalKey(normal)
  const matching = choices.flatMap((option, index) =>
    literalKey(normalise(option)) === wanted ? [index] : [],
  )
  const [only] = matching
  return matching.length === 1 && only !== undefined ? letterOfPosition(only) : undefined
}

function literalKey(normal: string): string {
  const keyed = keyMathematics(normal, normal, {})
  return keyed === undefined ? `"${plainTextKey(normal)}"` : keyed.readings[0].key
}
