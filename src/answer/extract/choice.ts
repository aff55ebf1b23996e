import { announcedBy } from './announced.ts'
import { boxed } from './boxed.ts'
import { type Letters, letterOfText, lettersIn, lettersOf } from './choice-letters.ts'
import { clauseEnd, clauseStart } from './clause.ts'
import { hash } from './hash.ts'
import type { Anchor, Found, Rule, Scene } from './rule.ts'
import { tag } from './tag.ts'

/** Letters are looked for only where the problem has options. */
const hasOptions = (scene: Scene) =>
  scene.asked === 'choice' || (scene.asked === 'auto' && scene.context.choices !== undefined)

const lettersFor = (scene: Scene): Letters => lettersOf(scene.context, scene.language)

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

/** "The correct option is (C)", "La réponse est C non A", "答案是C". */
export const choiceAnchor: Rule = {
  name: 'choice-anchor',
  about: 'a letter or the text of an option after the last words for "answer"',
  applies: hasOptions,
  find(scene) {
    const letters = lettersFor(scene)
    for (const place of scene.anchors) {
      const found = afterAnchor(scene, place, letters)
      if (found !== undefined) return found
    }
    return undefined
  },
}

function afterAnchor(scene: Scene, place: Anchor, letters: Letters): Found | undefined {
  const { body } = scene
  const announced = announcedBy(scene.body, place)
  const start = announced?.start ?? place.end
  const end = Math.min(clauseEnd(body, start, scene.math), start + 160)
  // "C. 12 cm" is one clause for us: the letter stands in front of the stop.
  const clause = body.slice(start, end)
  const direct =
    /^[\s*_([{"'`$“「【（]*(?:\\(?:text|textbf|mathrm|mathbf|boxed)\s*\{\s*[([]?)?\s*(?:(?:option|choice|letter)\s+)?[([（]?\s*([\s\S])(?=[\s*_)\]}.,:;!?"'`$”」】）。，、：；]|$)/iu.exec(
      body.slice(start, start + 60),
    )
  if (announced !== undefined && direct?.[1] !== undefined) {
    const listed = /^[A-Z](?:\s*(?:,|&|and|und|et|y|和|、|\/)\s*\(?[A-Z]\)?(?![A-Za-z]))+/u.exec(
      clause.replace(/^[\s*_(]+/, ''),
    )
    const set = listed === null ? undefined : lettersIn(listed[0], letters)
    const upper =
      letters.of(direct[1]) ??
      (isEndOfClause(body, start + direct[0].length) ? letters.of(direct[1].toUpperCase()) : undefined)
    const letter = set ?? upper
    const article =
      direct[1] === 'A' &&
      /^\s+\p{Ll}{3,}/u.test(body.slice(start + direct[0].length, start + direct[0].length + 8)) &&
      !verbFollows(body, start + direct[0].length)
    if (letter !== undefined && !article) return { value: letter, start, end: start + direct[0].length }
  }
  const byText = announced === undefined ? undefined : letterOfText(clause, scene.context)
  if (byText !== undefined) return { value: byText, start, end }
  const together =
    announced === undefined ? undefined : /^[\s*_]*([A-Z]{2,10})(?=[\s*_.,]*$)/.exec(clause)?.[1]
  const run = together === undefined ? undefined : lettersIn(together, letters)
  if (run !== undefined) return { value: run, start, end }
  return (
    firstAlone(scene, start, end, letters) ??
    (start > place.end ? firstAlone(scene, place.end, start, letters) : undefined) ??
    lastAloneBefore(scene, place, letters)
  )
}

function firstAlone(scene: Scene, start: number, end: number, letters: Letters): Found | undefined {
  return aloneIn(scene.body, start, end, letters)[0]
}

/** "B is the answer", "so I choose (C) as my answer": close before the anchor in the same sentence. */
function lastAloneBefore(scene: Scene, place: Anchor, letters: Letters): Found | undefined {
  const from = Math.max(clauseStart(scene.body, place.start, scene.math), place.start - 40)
  return aloneIn(scene.body, from, place.start, letters)
    .filter((one) => place.words.is.matches(scene.body, one.end, place.start).next().done === false)
    .at(-1)
}

/** The letters that stand alone between two places, and are no words of the sentence. */
function aloneIn(body: string, start: number, end: number, letters: Letters): Found[] {
  const found: Found[] = []
  for (const match of body.slice(start, end).matchAll(letters.alone)) {
    const at = start + match.index
    const letter = letters.of(match[0])
    if (letter === undefined || isWord(body, at, match[0]) || isDenied(body, at)) continue
    found.push({ value: letter, start: at, end: at + match[0].length })
  }
  return found
}

function isEndOfClause(body: string, at: number): boolean {
  return /^[\s*_)\]}"'`$]*(?:[.,:;!?。，)\n]|$)/.test(body.slice(at, at + 12))
}

function verbFollows(body: string, at: number): boolean {
  return /^\s+(?:is|because|since|and|which|as|was|for|with|due)(?![\p{L}])/iu.test(body.slice(at, at + 12))
}

/** The article "A" and the pronoun "I": in front of a small word, they are not letters of options. */
function isWord(text: string, at: number, sign: string): boolean {
  if (sign !== 'A' && sign !== 'I') return false
  const bracketed = /[([（*]/.test(text[at - 1] ?? '') && /[)\]）*.]/.test(text[at + 1] ?? '')
  return (
    !bracketed &&
    /^\s+[A-Za-z]/.test(text.slice(at + 1, at + 6)) &&
    !/^\s+(?:because|since|or|and|is|was|ist|est|es|è|é)(?![\p{L}])/u.test(text.slice(at + 1, at + 12))
  )
}

/** "B. Because …", "(D)", "C": the letter a line begins with, when the lines do not list the options. */
export const choiceLine: Rule = {
  name: 'choice-line',
  about: 'the letter that a line begins with, when only one letter begins lines',
  applies: hasOptions,
  find(scene) {
    const letters = lettersFor(scene)
    const lead =
      /(?:^|\n)[ \t]*(?:[>*_#([（【"']|\\(?:text|textbf|mathrm|mathbf)\{)*(\S)(?=[*_]*(?:[)\]}）】.:：。、,，]|[ \t]*(?:\n|$)|\*\*))/gu
    const found: Found[] = []
    for (const match of scene.body.slice(-longestSearch).matchAll(lead)) {
      const sign = match[1] as string
      const letter = letters.of(sign)
      const at = Math.max(0, scene.body.length - longestSearch) + match.index + match[0].length - sign.length
      if (letter !== undefined) found.push({ value: letter, start: at, end: at + sign.length })
    }
    return new Set(found.map((one) => one.value)).size === 1 ? found.at(-1) : undefined
  },
}

/** How far back letters are looked for without an anchor, in UTF-16 code units. */
const longestSearch = 4096

/** "…, therefore I think it's B", "所以选C。". */
export const choiceLineEnd: Rule = {
  name: 'choice-line-end',
  about: 'the letter that the last line ends with',
  applies: hasOptions,
  find(scene) {
    const letters = lettersFor(scene)
    const end = scene.body.trimEnd().length
    const start = Math.max(scene.body.lastIndexOf('\n', end - 1) + 1, end - 400)
    const line = scene.body.slice(start, end)
    const last = [...line.matchAll(letters.alone)].at(-1)
    if (last === undefined || !/^[\s)\]}）】.。!！*_"'`$”」]*$/.test(line.slice(last.index + last[0].length)))
      return undefined
    return {
      value: letters.of(last[0]) ?? '',
      start: start + last.index,
      end: start + last.index + last[0].length,
    }
  },
}

/** "Because B is valid": the last letter that stands alone and is no article or pronoun. */
export const choiceLetter: Rule = {
  name: 'choice-letter',
  about: 'the last letter of an option that stands alone, never the article "A" or the pronoun "I"',
  applies: hasOptions,
  find(scene) {
    const letters = lettersFor(scene)
    const from = Math.max(0, scene.body.length - longestSearch)
    const alone = aloneIn(scene.body, from, scene.body.length, letters)
    // Letters that begin the lines of a list name the options, and choose none.
    const heads = alone.filter((one) => opensLine(scene.body, one))
    const lists = new Set(heads.map((one) => one.value)).size > 1
    return (lists ? alone.filter((one) => !heads.includes(one)) : alone).at(-1)
  },
}

function opensLine(body: string, { start, end }: Found): boolean {
  return (
    /(?:^|\n)[\s>*_([-]{0,6}$/.test(body.slice(Math.max(0, start - 8), start)) &&
    /^[)\].:*_]/.test(body.slice(end, end + 1))
  )
}

/** "not A", "it can't be A". */
function isDenied(text: string, at: number): boolean {
  return /(?:not|n['’]t be|isn['’]t|nicht|non|pas|no es|不是|не)\s*(?:option\s*)?[(*]*$/iu.test(
    text.slice(Math.max(0, at - 20), at),
  )
}

/** "(a)", "B", or the text of one option and of no other, as all that was said. */
export const choiceWhole: Rule = {
  name: 'choice-whole',
  about: 'a letter or the text of an option as the whole answer',
  applies: hasOptions,
  find(scene) {
    const trimmed = scene.body.trim()
    if (trimmed === '' || trimmed.length > 400) return undefined
    const short = trimmed.length <= 12 && !trimmed.includes('\n')
    const letter =
      (short ? lettersIn(trimmed, lettersFor(scene)) : undefined) ?? letterOfText(trimmed, scene.context)
    if (letter === undefined) return undefined
    const start = scene.body.indexOf(trimmed)
    return { value: letter, start, end: start + trimmed.length }
  },
}
