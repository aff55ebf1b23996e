import type { LanguageWords } from './language-row.ts'
import { languageWords } from './language-words.ts'

/** Words of one or many languages, found whatever their case. Written without regular expressions: these would take long to compile. */
export interface WordSet {
  /** Where the longest word that begins at a place ends, or `undefined`. */
  endAt(text: string, at: number): number | undefined
  /** The words that stand between two places, in order. */
  matches(
    text: string,
    start?: number,
    end?: number,
  ): Generator<{ readonly start: number; readonly end: number }>
}

/** Scripts written without spaces, or with endings that follow at once: there a word has no border. */
const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/
const letters = /[\p{L}\p{M}]+/uy
const everyRun = /[\p{L}\p{M}]+/gu
/** What may stand between the parts of one phrase: a space, an apostrophe, a zero-width joiner. */
const between = /[\s'’\u200c]{1,3}/y
/** Longest ending of a word that may run on. */
const longestEnding = 12

interface Phrase {
  readonly parts: readonly string[]
  /** The last part may run on. */
  readonly open: boolean
}

/** The words of lists written as in `LanguageWords`: `a|b c|d*`. */
export function wordSet(lists: readonly (string | undefined)[]): WordSet {
  const words = [...new Set(lists.flatMap((list) => list?.split('|') ?? []))]
  const free = new Map<string, string[]>()
  const phrases = new Map<string, Phrase[]>()
  const open = new Map<string, Phrase[]>()
  for (const word of words.sort((a, b) => b.length - a.length)) {
    if (unspaced.test(word)) add(free, word[0] as string, word)
    else {
      const parts = word
        .replace(/\*$/, '')
        .toLowerCase()
        .split(/[\s'’\u200c]+/)
      const phrase = { parts, open: word.endsWith('*') }
      const first = parts[0] as string
      if (phrase.open && parts.length === 1) add(open, first[0] as string, phrase)
      else add(phrases, first, phrase)
    }
  }

  const freeEnd = (text: string, at: number): number | undefined => {
    const word = free.get(text[at] ?? '')?.find((one) => text.startsWith(one, at))
    return word === undefined ? undefined : at + word.length
  }
  const runEnd = (text: string, start: number, run: string): number | undefined => {
    const lower = folded(run)
    for (const phrase of phrases.get(lower) ?? []) {
      const end = phraseEnd(text, start + run.length, phrase)
      if (end !== undefined) return end
    }
    for (const { parts } of open.get(lower[0] ?? '') ?? []) {
      const stem = parts[0] as string
      if (lower.startsWith(stem) && lower.length - stem.length <= longestEnding) return start + run.length
    }
    return undefined
  }
  /** A word within a run of letters: the run itself, or what follows a joined "and" (Arabic) or a written `\n`. */
  const inRun = (text: string, start: number, run: string): { start: number; end: number } | undefined => {
    const end = runEnd(text, start, run)
    if (end !== undefined) return { start, end }
    const skipped = /^[وف]/.test(run) || (/^[nt]/.test(run) && text[start - 1] === '\\') ? run.slice(1) : ''
    if (skipped === '') return undefined
    const laterEnd = runEnd(text, start + 1, skipped)
    return laterEnd === undefined ? undefined : { start: start + 1, end: laterEnd }
  }

  return {
    endAt(text, at) {
      const end = freeEnd(text, at)
      if (end !== undefined) return end
      if (/[\p{L}\p{M}]/u.test(text[at - 1] ?? '') && !isWrittenBreak(text, at)) return undefined
      letters.lastIndex = at
      const run = letters.exec(text)?.[0]
      return run === undefined ? undefined : runEnd(text, at, run)
    },
    *matches(text, start = 0, end = text.length) {
      const runs = new RegExp(everyRun)
      runs.lastIndex = start
      for (let match = runs.exec(text); match !== null && match.index < end; match = runs.exec(text)) {
        const found = inRun(text, match.index, match[0])
        if (found !== undefined) {
          yield found
          runs.lastIndex = Math.max(runs.lastIndex, found.end)
        } else if (free.size > 0 && unspaced.test(match[0])) {
          const last = Math.min(match.index + match[0].length, end)
          for (let at = match.index; at < last; at++) {
            const freeWordEnd = freeEnd(text, at)
            if (freeWordEnd === undefined) continue
            yield { start: at, end: freeWordEnd }
            at = freeWordEnd - 1
          }
        }
      }
    },
  }
}

/** Lower case, with accents on their letters. */
function folded(run: string): string {
  return (/[\u0300-\u036f]/.test(run) ? run.normalize('NFC') : run).toLowerCase()
}

/** Whether the letter before is that of a written `\n`. */
function isWrittenBreak(text: string, at: number): boolean {
  return /[nt]/.test(text[at - 1] ?? '') && text[at - 2] === '\\'
}

/** Where the further parts of a phrase end, after its first. */
function phraseEnd(text: string, from: number, { parts }: Phrase): number | undefined {
  let at = from
  for (const part of parts.slice(1)) {
    between.lastIndex = at
    const gap = between.exec(text)
    if (gap === null) return undefined
    letters.lastIndex = at + gap[0].length
    const run = letters.exec(text)?.[0]
    if (run === undefined || folded(run) !== part) return undefined
    at = letters.lastIndex
  }
  return at
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}

/** Rows that stand for another language, whose words are near enough. */
const rowOf: ReadonlyMap<string, string> = new Map(Object.entries({ ms: 'id', bs: 'sr', yue: 'zh' }))

/** The rows to look through: the language and English (models mix them), or all where no language was named. */
export function rowsFor(language: string | undefined): readonly LanguageWords[] {
  const code = language === undefined ? '' : (rowOf.get(language) ?? language)
  const row = Object.hasOwn(languageWords, code) ? languageWords[code] : undefined
  if (row === undefined) return Object.values(languageWords)
  const english = languageWords['en'] as LanguageWords
  return row === english ? [english] : [row, english]
}

/** Builds what `make` makes once for each key: word sets are costly to build and never change. */
export function remembered<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>()
  return (key) => {
    let value = made.get(key)
    if (value === undefined) {
      value = make(key)
      // Languages come from users: a bound keeps a stream of invented ones from filling the memory.
      if (made.size < 256) made.set(key, value)
    }
    return value
  }
}
