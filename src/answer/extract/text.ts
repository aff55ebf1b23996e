import { announcedBy } from './announced.ts'
import { boxed } from './boxed.ts'
import { cleanValue, withoutTextCommand } from './clean.ts'
import type { Found, Rule, Scene } from './rule.ts'

const asksText = (scene: Scene) => scene.asked === 'text'

/** The content of the last box, without the command that sets it as words. */
export const textBoxed: Rule = {
  name: 'boxed',
  about: 'the last \\boxed{…}, words taken out of \\text{…}',
  applies: asksText,
  find(scene) {
    const found = boxed.find(scene)
    return found === undefined || found === 'truncated'
      ? found
      : { ...found, value: withoutTextCommand(found.value) }
  },
}

/** What stands after the card's marker or a line that announces the answer: the rest of the line, or else the next paragraph. */
export const textAfterMarker: Rule = {
  name: 'anchor',
  about:
    'the rest of the line, or the next paragraph, after the card\'s marker or "Answer:" at the start of a line',
  applies: asksText,
  find(scene) {
    const markersFirst = [...scene.anchors].sort(
      (a, b) => Number(b.rank === 'marker') - Number(a.rank === 'marker'),
    )
    for (const place of markersFirst) {
      if (place.rank === 'result') continue
      const announced = announcedBy(scene.body, place)
      if (announced === undefined) continue
      const opens =
        place.rank === 'marker' ||
        /(?:^|\n)[^\p{L}\p{N}\n]*(?:(?:the|my|final|so)\s+){0,2}$/iu.test(
          scene.body.slice(Math.max(0, place.start - 40), place.start),
        )
      if (!opens || (announced.how !== 'mark' && announced.how !== 'heading' && place.rank !== 'marker'))
        continue
      const rest = restAfter(scene, announced.start)
      if (rest !== undefined) return rest
    }
    return undefined
  },
}

function restAfter(scene: Scene, start: number): Found | undefined {
  const { body } = scene
  const stop = body.slice(start).search(/\n/)
  const end = stop < 0 ? body.length : start + stop
  const found = cleanValue(body, start, end, 'formula')
  return found.value === '' ? undefined : { ...found, value: withoutTextCommand(found.value) }
}

/** The whole text: what a question without an answer format gets. */
export const textWhole: Rule = {
  name: 'whole',
  about: 'the whole text',
  applies: asksText,
  find(scene) {
    const trimmed = scene.body.trim()
    const start = scene.body.indexOf(trimmed)
    return trimmed === '' ? undefined : { value: trimmed, start, end: start + trimmed.length }
  },
}
