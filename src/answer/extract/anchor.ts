import { isVerdict } from '../verdicts.ts'
import { wordsFor } from './anchors.ts'
import { type Announced, announcedBy } from './announced.ts'
import { readAnnounced } from './announced-value.ts'
import { clauseStart, firstSpanFrom } from './clause.ts'
import { isCalledFinal } from './final-word.ts'
import { isName } from './formula.ts'
import type { MathSpan } from './math-span.ts'
import { numbersIn } from './number.ts'
import type { Anchor, Found, Rule, Scene } from './rule.ts'
import { formulasAt, type ValueAt, valueAt } from './value-at.ts'

/** The last place where the text announces its answer: "The answer is 42", "**Réponse finale :** 42", "42 is the answer". */
export const anchor: Rule = {
  name: 'anchor',
  about:
    'what follows the last words for "answer" (or the card\'s marker), else for "result", in the language of the text',
  applies: (scene) => scene.asked !== 'json' && scene.asked !== 'text',
  find(scene) {
    const top = scene.anchors.some((place) => place.rank === 'marker') ? markerGrade : answerGrade
    let best: { readonly found: Found; readonly grade: number } | undefined
    for (const place of scene.anchors) {
      if (isDenied(scene.body, place)) continue
      const announced = announcedBy(scene.body, place)
      const value =
        announced === undefined ? saidBefore(scene, place) : readAnnounced(scene, place, announced)
      if (value === undefined) continue
      const grade = gradeOf(scene, place, announced, value)
      if (grade === undefined) continue
      // Anchors come last first: an earlier one must be of a better grade.
      if (best === undefined || grade > best.grade) best = { found: value, grade }
      if (grade === top) break
    }
    if (best === undefined) return undefined
    const { value, start, end } = correctionAfter(scene, best.found) ?? best.found
    return { value, start, end }
  },
}

/** "…8. Wait. Actually, it should be 9.": what takes an announced answer back, and gives another. */
function correctionAfter(scene: Scene, found: Found): ValueAt | undefined {
  const after = scene.body.slice(found.end, found.end + 400)
  const match =
    /(?<!\p{L})(?:correction|corrected|edit|korrektur|erratum|corrección|correção|correzione|исправление)\s*[:：]\s*(?:(?:the (?:correct |right )?answer|it) (?:is|should be)\s+)?/iu.exec(
      after,
    ) ??
    /(?<!\p{L})(?:wait|actually|correction|oops|sorry|hold on|hmm|no,)[^\n]{0,60}?(?<!\p{L})(?:should be|must be|should have been|it is|it's|is really|is actually)\s+(?:actually\s+)?/iu.exec(
      after,
    )
  if (match === null) return undefined
  const at = found.end + match.index + match[0].length
  const words = wordsFor(scene.language)
  const value = valueAt(scene, at, words.joins, words.is)
  return value?.how === 'sure' ? value : undefined
}

/** "this answer", "diese Antwort": words for the answer that was given. */
const pointsBack =
  /(?<!\p{L})(?:this|that|our|these|diese[rs]?|dieser|cette|ce|esta|esa|este|questa|quella|deze|dit|ta|tę|această|αυτή|bu|эту|этот|данный|цю|ову|هذه|این|यह|इस|এই|这个|这一|此|この|その|이|này|ini)\s+(?:\p{L}+\s+)?$/iu
/** "You can check the answer with x = 3", in the languages of the engine. */
const checks =
  /(?<!\p{L})(?:check|checks|checking|double-check|verify|verifies|verifying|confirm|confirms|test|validate|(?:über)?prüf\p{L}*|kontrollier\p{L}*|vérifi\p{L}*|comprob\p{L}*|comprueb\p{L}*|verific\p{L}*|verifiqu\p{L}*|controll?\p{L}*|controleer\p{L}*|sprawd\p{L}*|провер\p{L}*|перевір\p{L}*|проверав\p{L}*|provjer\p{L}*|proveri\p{L}*|επαληθε\p{L}*|ελέγξ\p{L}*|doğrula\p{L}*|kontrol\p{L}*|تحقق|بررسی|जाँच\p{L}*|जांच\p{L}*|যাচাই|periksa|memeriksa|kiểm tra)(?!\p{L})|检查|验证|檢驗|检验|検算|確認|확인|검산/iu
const checksBehind =
  /(?<!\p{L})(?:can be (?:checked|verified|confirmed)|(?:kann|können|lässt)\s.*(?:prüfen|kontrollieren)|peut\s.*(?:vérifier|être vérifiée?)|se puede (?:comprobar|verificar)|puede (?:comprobarse|verificarse))/iu
/** "a common wrong answer is 8", "many students get the answer 8". */
const mistakes =
  /(?<!\p{L})(?:wrong|incorrect|mistaken|false|tempting|students|many people|(?:common|frequent|typical|usual|classic|easy) (?:mistake|error|trap)|mistake (?:is|would be) to|someone|might think|would give|falsche\p{L}*|häufige\p{L}*|erronée|fausse|mauvaise|incorrecta|equivocada|errónea|errada|sbagliata|onjuiste?|foute?|błędn\p{L}*|неверн\p{L}*|неправильн\p{L}*|ошибочн\p{L}*|хибн\p{L}*|yanlış)(?!\p{L})|错误|錯誤|誤った|間違った|틀린/iu

/** "Une réponse fausse fréquente est 8", "la respuesta incorrecta más común": the adjective behind the word. */
const mistakenBehind =
  /^\s+(?:\p{L}+\s+){0,2}?(?:erronée|fausse|mauvaise|incorrecte|incorrecta|equivocada|errónea|errada|falsa|sbagliata|errata|greșit\p{L}*)(?!\p{L})/iu

/** "no solution", "keine Lösung": such a word announces nothing. */
export function isDenied(body: string, { start, end, rank }: Anchor): boolean {
  if (rank === 'answer') {
    const before = body.slice(Math.max(0, start - 60), start)
    const clause = /[^.!?。！？\n:]*$/u.exec(before)?.[0] ?? before
    const after = /^[^.!?。！？\n]{0,60}/u.exec(body.slice(end, end + 60))?.[0] ?? ''
    if (
      /(?<!\p{L})(?:if|wenn|si|se|als|если|jeśli)\s/iu.test(clause) &&
      /^\s*(?:would|wäre|serait|sería|seria|sarebbe|zou|была? бы|byłaby)(?!\p{L})/iu.test(after)
    )
      return true
    // "(The answer to part b was 8.)": told of another question.
    if (
      /^\s+(?:to|of|for|in)\s+(?:(?:the\s+)?(?:previous|last|other|first|second|third)\s+)?(?:part|question|problem|exercise)(?:\s+\(?[a-z0-9]{1,2}\)?)?\s+was(?!\p{L})/iu.test(
        after,
      )
    )
      return true
    const isMistaken = mistakes.test(clause) || mistakenBehind.test(after)
    return pointsBack.test(clause) || checks.test(clause) || isMistaken || checksBehind.test(after)
  }
  if (rank !== 'result') return false
  return /(?<![\p{L}])(?:no|without|keine|ohne|aucune|sin|sem|nessuna|geen|niet|brak|nicio|нет|без)\s+(?:\p{L}{2,12}\s+)?$/iu.test(
    body.slice(Math.max(0, start - 24), start),
  )
}

const markerGrade = 5
const answerGrade = 4

/**
 * How much an announcement counts. 5: the marker. 4: an answer word with a value. 3: an answer word with a value somewhere in its
 * sentence. 2: a result word with a value. 1: an answer word with words only. 0: the rest.
 */
function gradeOf(
  scene: Scene,
  place: Anchor,
  announced: Announced | undefined,
  value: ValueAt,
): number | undefined {
  if (place.rank === 'marker') return markerGrade
  const explicit = announced?.how === 'mark' || announced?.how === 'heading'
  if (place.rank === 'answer') {
    if (value.how === 'words') return explicit || isVerdict(value.value) ? answerGrade : 1
    if (value.how === 'sure' || explicit) return answerGrade
    if (announced === undefined) return 2
    return isCalledFinal(scene.body, place) ? answerGrade : 3
  }
  // A "Solution:" heading opens the working: only a value that stands right there counts.
  if (value.how === 'sure') return 2
  if (announced?.how === 'mark' && !numbersIn(scene.body, value.end).next().done) return undefined
  return announced?.how === 'heading' || (explicit && value.how === 'words') ? undefined : 0
}

/** "got 5 as the result". */
export const asWord = /(?<![\p{L}])(?:as|als|comme|como|come|jako|ca|как|як|kao|ως|olarak)(?![\p{L}])/iu

/** "42 is the answer", "$x \geq 5$ is the solution": the last value of the sentence, a verb away from the anchor. */
function saidBefore(scene: Scene, place: Anchor): ValueAt | undefined {
  const { body, math } = scene
  const from = Math.max(clauseStart(body, place.start, math), place.start - 300)
  const near = place.start - 40
  const says = (end: number) => {
    const gap = body.slice(end, place.start)
    return asWord.test(gap) || place.words.is.matches(gap).next().done === false
  }
  const index = firstSpanFrom(math, place.start) - 1
  const span = math[index] as MathSpan | undefined
  if (span !== undefined && span.start >= from && span.end >= near && !isName(span.inner) && says(span.end)) {
    const value = formulasAt(scene, index, place.words.joins)
    if (value !== undefined) return { ...value, how: 'loose' }
  }
  const bare = bareBefore(scene, place, from)
  if (bare !== undefined && bare.end >= near && says(bare.end)) return bare
  const number = [...numbersIn(body, from, place.start)]
    .filter((one) => one.end >= near && one.end <= place.start)
    .at(-1)
  if (number === undefined || !says(number.end)) return undefined
  return { value: number.text, start: number.start, end: number.end, how: 'loose' }
}

/** A bare or bold value that the sentence opens with: "x = 5 is the answer", "So **(1, 2)** is the solution". */
function bareBefore(scene: Scene, place: Anchor, from: number): ValueAt | undefined {
  const { body } = scene
  const opening = /^\s*(?:[\p{L}\p{M}]+,?\s+){0,3}/u.exec(body.slice(from, place.start))?.[0].length ?? 0
  for (let at = from; at <= from + opening; at++) {
    if (at > from && !/\s/.test(body[at - 1] ?? '')) continue
    const value = valueAt(scene, at, place.words.joins, place.words.is)
    if (value !== undefined && value.end < place.start && value.how === 'sure')
      return { ...value, how: 'loose' }
  }
  return undefined
}
