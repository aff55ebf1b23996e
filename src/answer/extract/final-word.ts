import { announcedBy } from './announced.ts'
import { readAnnounced } from './announced-value.ts'
import { boxesIn } from './boxed.ts'
import type { Anchor, Rule } from './rule.ts'

/** Words that call an answer the last one, right before or after the word for it. */
const lastWord =
  /(?<![\p{L}])(?:final|finale|finala|endgültige?|letzte|definitieve|uiteindelijke|ostateczn\p{L}*|końcow\p{L}*|окончательн\p{L}*|итогов\p{L}*|остаточн\p{L}*|konačn\p{L}*|коначн\p{L}*|finală|τελικ\p{L}*|nihai|النهائي\p{L}*|نهایی|अंतिम|চূড়ান্ত|最终|最終|최종|cuối cùng|akhir|สุดท้าย|mwisho)(?![\p{L}])/iu

/** "\boxed{255} … Final Answer: The final answer is $10,455$.": a box in the middle of the working is not the last word. */
export const finalWord: Rule = {
  name: 'final',
  about: 'the value after "final answer" (or the card\'s marker), where that comes after every box',
  applies: (scene) => scene.asked !== 'json' && scene.asked !== 'text',
  find(scene) {
    if (!scene.body.includes('boxed') && !scene.body.includes('fbox')) return undefined
    const boxes = boxesIn(scene.body)
    const last = boxes === 'truncated' ? undefined : boxes.at(-1)
    if (last === undefined) return undefined
    for (const place of scene.anchors) {
      if (place.start < last.end) break
      if (!isCalledFinal(scene.body, place)) continue
      const announced = announcedBy(scene.body, place)
      const value = announced === undefined ? undefined : readAnnounced(scene, place, announced)
      if (value?.how === 'sure') return { value: value.value, start: value.start, end: value.end }
    }
    return undefined
  },
}

/** Whether an anchor is the card's marker, or an answer that the text calls the final one. */
export function isCalledFinal(body: string, place: Anchor): boolean {
  if (place.rank !== 'answer') return place.rank === 'marker'
  return lastWord.test(body.slice(Math.max(0, place.start - 16), place.end + 16))
}
