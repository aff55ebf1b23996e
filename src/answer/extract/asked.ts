import type { AnswerKind } from '../answer.ts'
import { optionsOf } from '../option-letters.ts'
import { looksLike, servesAs } from './looks.ts'
import type { Scene } from './rule.ts'

/** Whether a value may be looked for where nothing announces one: not among options, where a stray number is no answer. */
export function mayGuess(scene: Scene): boolean {
  return (
    scene.asked !== 'json' &&
    scene.asked !== 'text' &&
    scene.asked !== 'choice' &&
    optionsOf(scene.context) === undefined
  )
}

/** Whether a value that nothing announced is of the kind asked for. */
export function isOfKind(scene: Scene, value: string): boolean {
  return scene.asked === 'auto' || servesAs(looksLike(value, scene.context), scene.asked as AnswerKind)
}

/** Whether the problem has options: only then letters are looked for. */
export function hasOptions(scene: Scene): boolean {
  return scene.asked === 'choice' || (scene.asked === 'auto' && optionsOf(scene.context) !== undefined)
}
