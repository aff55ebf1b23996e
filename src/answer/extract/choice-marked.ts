import { hasOptions } from './asked.ts'
import { boxed } from './boxed.ts'
import { letterOfText, lettersFor, lettersIn } from './choice-letters.ts'
import { hash } from './hash.ts'
import type { Rule, Scene } from './rule.ts'
import { tag } from './tag.ts'

/** A box, `####` or `<answer>` that holds a letter or the text of an option. */
export const choiceBoxed: Rule = {
  name: 'choice-boxed',
  about: 'a letter or the text of an option in the last box, after "####" or in <answer>',
  applies: hasOptions,
  find(scene) {
    for (const rule of [boxed, hash, tag]) {
      const found = rule.find(scene)
      if (found === 'truncated') return found
      const letter = found === undefined ? undefined : optionOf(scene, found.value)
      if (found !== undefined && letter !== undefined) return { ...found, value: letter }
    }
    return undefined
  },
}

function optionOf(scene: Scene, value: string): string | undefined {
  return lettersIn(value, lettersFor(scene)) ?? letterOfText(value, scene.context)
}
