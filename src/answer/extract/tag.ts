import { cleanValue } from './clean.ts'
import type { Rule } from './rule.ts'

const openings = /<(answer|final_answer|final-answer|finalanswer|result|solution)>/gi

/** `<answer>42</answer>`, the form that models trained with tags write. */
export const tag: Rule = {
  name: 'tag',
  about: 'the last <answer>…</answer>',
  applies: () => true,
  find(scene) {
    for (const match of [...scene.body.matchAll(openings)].slice(-8).reverse()) {
      const from = match.index + match[0].length
      const closing = new RegExp(`</${match[1]}>`, 'gi')
      closing.lastIndex = from
      const end = closing.exec(scene.body)?.index
      if (end === undefined) continue
      const found = cleanValue(scene.body, from, end, 'formula')
      // A sentence within the tag is read by the rules for sentences.
      if (found.value !== '' && (scene.asked === 'text' || !isSentence(found.value))) return found
    }
    return undefined
  },
}

function isSentence(value: string): boolean {
  return (value.match(/(?<![\\{])[\p{L}\p{M}]{2,}/gu) ?? []).length > 2
}
