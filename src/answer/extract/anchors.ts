import type { LanguageWords } from './language-row.ts'
import { languageWords } from './language-words.ts'
import type { Anchor, Words } from './rule.ts'
import { remembered, rowsFor, type WordSet, wordSet } from './words.ts'

/** Anchors looked at, from the end. */
const mostAnchors = 32

const answerWords = remembered((language: string) => setFor(language, (row) => row.answer))
const allWords = remembered((language: string) =>
  setFor(language, (row) => `${row.answer}|${row.result ?? row.answer}`),
)

function setFor(language: string, list: (row: LanguageWords) => string | undefined): WordSet {
  return wordSet(rowsFor(language === '' ? undefined : language).map(list))
}

const english = languageWords['en'] as LanguageWords

const wordsOf = remembered((row: LanguageWords): Words & { readonly anchor: WordSet } => ({
  anchor: wordSet([row.answer, row.result]),
  is: wordSet([row.is]),
  joins: wordSet([row.and, row.or, english.and, english.or]),
  so: wordSet([row.so]),
}))

/** The words of a language, or English ones where none was named. */
export function wordsFor(language: string | undefined): Words {
  return wordsOf(language === undefined ? english : (rowsFor(language)[0] ?? english))
}

/**
 * The words of the language that an anchor is written in, told by the anchor itself. Where several languages share it (resposta,
 * antwoord), the words of any of them.
 */
const wordsOfAnchor = remembered((written: string): Words => {
  const rows = Object.values(languageWords).filter(
    (row) => wordsOf(row).anchor.endAt(written, 0) === written.length,
  )
  const [only, ...others] = rows
  if (only === undefined) return wordsOf(english)
  if (others.length === 0) return wordsOf(only)
  return {
    is: wordSet(rows.map((row) => row.is)),
    joins: wordSet(rows.flatMap((row) => [row.and, row.or])),
    so: wordSet(rows.map((row) => row.so)),
  }
})

/**
 * The last places that announce an answer, last first: the card's marker, words for "answer", words for "result".
 *
 * @param language - Two-letter code; words of all languages count where it is `undefined`.
 * @param marker - Words the model was told to write before its answer.
 */
export function anchorsIn(
  body: string,
  language: string | undefined,
  marker: string | undefined,
): readonly Anchor[] {
  const answers = answerWords(language ?? '')
  let anchors: Omit<Anchor, 'words'>[] = []
  for (const { start, end } of allWords(language ?? '').matches(body)) {
    const isAnswer = answers.endAt(body.slice(start, end), 0) === end - start
    anchors.push({ start, end, rank: isAnswer ? 'answer' : 'result' })
    // A flood of anchors is no answer: only the last ones are kept.
    if (anchors.length >= 4 * mostAnchors) anchors = lastOf(anchors)
  }
  if (marker !== undefined && /\p{L}/u.test(marker)) {
    for (const { start, end } of markersIn(body, marker)) anchors.push({ start, end, rank: 'marker' })
  }
  return anchors
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .slice(0, mostAnchors)
    .map((anchor) => ({
      ...anchor,
      words:
        language === undefined
          ? wordsOfAnchor(body.slice(anchor.start, anchor.end).toLowerCase())
          : wordsFor(language),
    }))
}

/** The last anchors of either rank: a flood of one must not push out the other. */
function lastOf(anchors: readonly Omit<Anchor, 'words'>[]): Omit<Anchor, 'words'>[] {
  const kept = (['answer', 'result'] as const).flatMap((rank) =>
    anchors.filter((anchor) => anchor.rank === rank).slice(-mostAnchors),
  )
  return kept.sort((a, b) => a.start - b.start)
}

/** A marker as it was asked for, whatever its case, spaces and emphasis: "**Final Answer**:" answers to "Final answer:". */
function* markersIn(body: string, marker: string): Generator<{ start: number; end: number }> {
  const words = marker
    .slice(0, 200)
    .trim()
    .replace(/[:：\s]+$/, '')
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(words.join('[\\s*_]+'), 'gi')
  for (const { index, 0: found } of body.matchAll(pattern)) yield { start: index, end: index + found.length }
}
