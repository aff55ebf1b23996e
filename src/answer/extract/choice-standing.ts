import { aloneIn, isDenied } from './alone-letters.ts'
import { wordsFor } from './anchors.ts'
import { hasOptions } from './asked.ts'
import { type Letters, letterOfText, lettersFor, lettersIn } from './choice-letters.ts'
import { clauseStart } from './clause.ts'
import type { Found, Rule } from './rule.ts'

/** How far back letters are looked for without an anchor, in UTF-16 code units. */
const longestSearch = 4096

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

/** "B. Because …", "(D)", "C": the letter a line begins with, when the lines do not list the options. */
export const choiceLine: Rule = {
  name: 'choice-line',
  about: 'the letter that a line begins with, when only one letter begins lines',
  applies: hasOptions,
  find(scene) {
    const letters = lettersFor(scene)
    const lead =
      /(?:^|\n)[ \t]*(?:[>*_#([（【"']|\\(?:text|textbf|mathrm|mathbf)\{)*(\S)(?=[*_]*(?:[)\]}）】.:：。、]|[,，](?!\s*[(]?[A-Z](?![A-Za-z]))|[ \t]*(?:\n|$)|\*\*))/gu
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

/** "So the capital of France is Paris.": the text of one option, as what the last sentence says. */
export const choiceText: Rule = {
  name: 'choice-text',
  about: 'the text of one option that the last sentence ends with, behind its verb',
  applies: hasOptions,
  find(scene) {
    const end = scene.body.trimEnd().length
    const start = clauseStart(scene.body, end, scene.math)
    const { is } = wordsFor(scene.language)
    const verb = [...is.matches(scene.body, start, end)].at(-1)
    if (verb === undefined || end - verb.end > 200) return undefined
    const letter = letterOfText(scene.body.slice(verb.end, end), scene.context)
    return letter === undefined ? undefined : { value: letter, start: verb.end, end }
  },
}

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
    if (last === undefined || isDenied(line, last.index)) return undefined
    if (!/^[\s)\]}）】.。!！*_"'`$”」]*$/.test(line.slice(last.index + last[0].length))) return undefined
    return {
      value: letters.of(last[0]) ?? '',
      start: start + last.index,
      end: start + last.index + last[0].length,
    }
  },
}

/** "Because B is valid": the last letter that stands alone and is no article or pronoun. */
export const choiceLastLetter: Rule = {
  name: 'choice-letter',
  about: 'the last letter of an option that stands alone, never the article "A" or the pronoun "I"',
  applies: hasOptions,
  find(scene) {
    const letters = lettersFor(scene)
    const from = Math.max(0, scene.body.length - longestSearch)
    const both = bothIn(scene.body, from, letters)
    if (both !== undefined) return both
    const alone = aloneIn(scene.body, from, scene.body.length, letters)
    // Letters that begin the lines of a list name the options, and choose none.
    const heads = alone.filter((one) => opensLine(scene.body, one))
    const lists = new Set(heads.map((one) => one.value)).size > 1
    return (lists ? alone.filter((one) => !heads.includes(one)) : alone).at(-1)
  },
}

/** "Both A and D are correct." */
function bothIn(body: string, from: number, letters: Letters): Found | undefined {
  const match =
    /(?<!\p{L})(?:[Bb]oth\s+)?([([]?[A-Z][)\]]?(?:,\s*[([]?[A-Z][)\]]?)*,?\s+and\s+[([]?[A-Z][)\]]?)\s+are\s+(?:both\s+)?(?:correct|right|true)(?!\p{L})[^.\n]*[.!]?\s*$/u.exec(
      body.slice(from),
    )
  const value = match === null ? undefined : lettersIn(match[1] ?? '', letters)
  if (match === null || value === undefined) return undefined
  return { value, start: from + match.index, end: from + match.index + match[0].length }
}

function opensLine(body: string, { start, end }: Found): boolean {
  return (
    /(?:^|\n)[\s>*_([-]{0,6}$/.test(body.slice(Math.max(0, start - 8), start)) &&
    /^[)\].:*_]/.test(body.slice(end, end + 1))
  )
}
