import { isDenied } from './anchor.ts'
import { type Announced, announcedBy } from './announced.ts'
import { boxed } from './boxed.ts'
import { clauseEnd, clauseStart, withoutReason } from './clause.ts'
import { cleanValue, withoutTextCommand } from './clean.ts'
import type { Anchor, Found, Rule, Scene } from './rule.ts'

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

/**
 * What stands after the card's marker or a line that announces the answer: the rest of the line, or else the next paragraph. Of a sentence
 * that announces it ("The answer is yes."), what the sentence says.
 */
export const textAfterMarker: Rule = {
  name: 'anchor',
  about:
    'the rest of the line, or the next paragraph, after the card\'s marker or "Answer:" at the start of a line; the rest of a sentence "The answer is …"',
  applies: asksText,
  find(scene) {
    const markersFirst = [...scene.anchors].sort(
      (a, b) => Number(b.rank === 'marker') - Number(a.rank === 'marker'),
    )
    for (const place of markersFirst) {
      if (place.rank === 'result') continue
      const announced = announcedBy(scene.body, place)
      if (announced === undefined) continue
      const rest = announcedText(scene, place, announced)
      if (rest !== undefined) return rest
    }
    return undefined
  },
}

function announcedText(scene: Scene, place: Anchor, announced: Announced): Found | undefined {
  if (place.rank === 'marker') return restAfter(scene, announced.start)
  if (announced.how === 'is') return saidIn(scene, place, announced.start)
  const opensLine = /(?:^|\n)[^\p{L}\p{N}\n]*(?:(?:the|my|final|so)\s+){0,2}$/iu.test(
    scene.body.slice(Math.max(0, place.start - 40), place.start),
  )
  return opensLine && announced.how !== 'direct' ? restAfter(scene, announced.start) : undefined
}

/** Words that may open a sentence before the word for "answer": of "Most say the answer is no" nothing is the answer. */
const opening =
  /^[^\p{L}\p{N}]*(?:(?:so|therefore|thus|hence|then|and|in conclusion|in short|the|my|our|final|correct|right|also|daher|deshalb|somit|folglich|die|meine|endgültige|richtige|donc|ainsi|alors|la|ma|por lo tanto|por tanto|así que|entonces|mi|portanto|logo|assim|então|a|minha|quindi|dunque|pertanto|mia|dus|daarom|het|mijn|juiste|definitieve|итак|значит|следовательно|мой|правильный)(?:[,\s*_]+|$)|(?:所以|因此|正确的|正确|最终)[,，]?)*$/iu
/** What follows the verb where the answer is spoken about, or comes later. */
const aboutIt =
  /^[\s*_]*(?:not|nicht|non|pas|no es|niet|nie|не|不是|as follows|given|found|obtained|based|in (?:the|bold)|below|above|here|simple|clear|obvious|unknown|complicated|that depends|it depends)(?!\p{L})/iu

/** What one sentence says the answer is: the bold or quoted words right there, else the clause up to its reasons. */
function saidIn(scene: Scene, place: Anchor, start: number): Found | undefined {
  const { body, math } = scene
  const sentence = clauseStart(body, place.start, math)
  if (place.rank !== 'answer' || isDenied(body, place)) return undefined
  if (!opening.test(body.slice(sentence, place.start))) return undefined
  const end = clauseEnd(body, start, math)
  const clause = body.slice(start, end)
  if (aboutIt.test(clause)) return undefined
  const marked = /^\s*(\*\*[^*\n]+\*\*|“[^”\n]+”|"[^"\n]+")(?![\p{L}\p{N}])/u.exec(
    body.slice(start, start + 400),
  )
  const said = marked?.[0] ?? withoutReason(clause)
  const found = cleanValue(body, start, start + said.length, 'prose')
  return found.value === '' ? undefined : { ...found, value: withoutTextCommand(found.value) }
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
