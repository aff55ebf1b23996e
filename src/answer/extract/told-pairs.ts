import { toldPairs } from '../equivalence/readers/named-values.ts'
import { mayGuess } from './asked.ts'
import { clauseStart } from './clause.ts'
import { cleanValue } from './clean.ts'
import type { Rule } from './rule.ts'

/** "So Alice has 5 and Bob has 7.": no one of the figures is the answer. */
export const told: Rule = {
  name: 'told',
  about: 'a last sentence that tells several values, each under its name',
  applies: (scene) => mayGuess(scene) && scene.asked === 'auto',
  find({ body, math }) {
    const end = body.trimEnd().length
    const start = clauseStart(body, end, math)
    const opening =
      /^[\s*_]*(?:(?:so|thus|hence|therefore|then|finally),?\s+)?/iu.exec(body.slice(start, end))?.[0]
        .length ?? 0
    const found = cleanValue(body, start + opening, end, 'prose')
    return toldPairs(found.value) === undefined ? undefined : found
  },
}
