import type { PeriodSettings } from './loop-settings.ts'
import { keepTail } from './tail.ts'

/** Longest unit that is looked for, in characters. */
const longestUnit = 1_500
/** A repetition is first noticed by this many characters that were there before. */
const grain = 16
/** Characters kept: room for five of the longest units. */
const kept = 8_192
/** Places in the table of where the last `grain` characters stood before. A power of two. */
const tableBits = 12
const base = 0x01000193
const baseToGrain = Array.from({ length: grain }).reduce<number>((power) => Math.imul(power, base), 1)
/** Steps back that each character pays for. Recorded thinking takes under one, the worst text that a search found five. */
const stepsPerChar = 8

/** An exact repetition that the text ends in. */
export interface Repetition {
  /** What repeats, from where the repetition begins. */
  readonly unit: string
  /** Length of the whole repetition, in characters. */
  readonly chars: number
}

/** Reads one text. */
export interface PeriodWatch {
  /** Takes the next UTF-16 code unit, and gives the repetition once it is a loop by the settings. */
  read(code: number): Repetition | undefined
  /** How many times the text now ends in one and the same unit; under 2 for no repetition. */
  times(): number
}

/**
 * Watches a text, character by character, for ending in exact repeats of one unit.
 *
 * While the text goes on as it did `period` characters ago, the repetition grows; where it does not, the place at which its last
 * 16 characters stood before gives the next period to try. One comparison and one table entry a character; looking back over a
 * new period spends steps that earlier characters paid in, so that no text can make it slow. Memory is fixed: 8,192
 * characters and 4,096 places, 32 KB.
 *
 * @param settings - When a repetition is a loop.
 */
export function watchPeriod(settings: PeriodSettings): PeriodWatch {
  const { repeats, sentenceChars, wordChars, otherChars } = settings
  const leastChars = Math.min(sentenceChars, wordChars, otherChars)
  const text = keepTail(kept)
  const lastPlace = new Int32Array(1 << tableBits)
  let length = 0
  let hash = 0
  let steps = 0
  let period = 0
  /** How many of the last characters equal the one a period before. */
  let matched = 0
  /** Length at which this repetition has to be judged (again). */
  let needed = 0

  function tryPeriod(candidate: number): void {
    const atLeast = Math.max(repeats * candidate, leastChars)
    // Each comparison reads one place and the one a period before it, so what is kept and written limits both together.
    const furthest = Math.min(atLeast, kept, length) - candidate
    let same = 0
    // Each step back is paid for. Where the steps run out the look ends early and `same` is too small, never too large: what repeats
    // further back is then seen later, when the text has gone on as long.
    while (
      same < furthest &&
      steps > 0 &&
      text.at(length - 1 - same) === text.at(length - 1 - same - candidate)
    ) {
      same++
      steps--
    }
    // The place came from a hash: fewer equal characters than went into it mean that two different texts share a slot.
    if (same < grain) return
    period = candidate
    matched = same
    needed = atLeast
  }

  function judge(): Repetition | undefined {
    const unit = Array.from({ length: period }, (_, i) =>
      String.fromCharCode(text.at(length - period + i)),
    ).join('')
    const enough = saysSomething(unit) ? sentenceChars : hasWord(unit) ? wordChars : otherChars
    // How much is enough depends on the unit, which is only looked at once the least of all cases is there; the answer holds until the
    // repetition is that long, so that a unit is judged twice at most for one repetition.
    needed = Math.max(repeats * period, enough)
    const chars = matched + period
    if (chars < needed) return undefined
    // The last `period` characters are the unit turned round by what of it is left over: turned back, it begins where the repetition does.
    const begins = (period - (chars % period)) % period
    return { unit: unit.slice(begins) + unit.slice(0, begins), chars }
  }

  return {
    read(code) {
      // A rolling hash of the last 16 characters (Rabin and Karp 1987), modulo 2^32: the newest comes in, the oldest goes out with the weight
      // that 16 multiplications have given it.
      const leaving = text.at(length - grain)
      text.push(code)
      length++
      hash = (Math.imul(hash, base) + code - Math.imul(leaving, baseToGrain)) | 0
      // The high bits of a product depend on all bits of the hash (Knuth's multiplicative hashing, by the golden ratio); its low ones do not.
      const slot = Math.imul(hash, 0x9e3779b1) >>> (32 - tableBits)
      // No more is saved up than one look over all that is kept, so that a long quiet text cannot pay for a slow one.
      if (steps < kept) steps += stepsPerChar

      if (period > 0 && text.at(length - 1 - period) === code) matched++
      else {
        period = 0
        // Looked up before this place is put there; 0 is an empty slot, since places count from 1.
        const before = lastPlace[slot] ?? 0
        if (before > 0 && length - before <= longestUnit) tryPeriod(length - before)
      }
      lastPlace[slot] = length
      return period > 0 && matched + period >= needed ? judge() : undefined
    },
    times: () => (period === 0 ? 0 : 1 + matched / period),
  }
}

/** Whether a unit states something, which nobody does three times in a row: a sentence, or an equation. */
function saysSomething(unit: string): boolean {
  return readsAsSentence(unit) || isEquation(unit)
}

/**
 * Places where a word goes on to the next: a single space; between ideographs; and every fourth letter of the scripts that
 * write no spaces, as long as their shorter words.
 */
const joinedWords =
  /\p{L}{2} (?=\p{L})|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}](?=\p{L})|[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]{4}/gu
const word = /(\p{L})(?!\1)\p{L}/u

/**
 * Four or more words that go on to another one over a single space: prose. Single letters are none (`C G Am F`, `x y z`), and a
 * word that the unit is cut in counts from its other end.
 */
function readsAsSentence(unit: string): boolean {
  return (`${unit}${unit.slice(0, 3)}`.match(joinedWords)?.length ?? 0) >= 4
}

/**
 * A sign of relation between spaces, wherever the unit is cut, and something to relate: not a rule of such signs. Lines that are all
 * assignments are code, and a loop that was unrolled is one of them many times over.
 */
function isEquation(unit: string): boolean {
  if (!/\s[=≈≡≠≤≥]\s/.test(unit + unit.slice(0, 2)) || !/[\p{L}\p{N}]/u.test(unit)) return false
  const lineEnd = unit.indexOf('\n') + 1
  if (lineEnd === 0) return true
  const lines = `${unit.slice(lineEnd)}${unit.slice(0, lineEnd)}`
    .split('\n')
    .filter((line) => /\S/.test(line))
  return !lines.every((line) => /^\s*[\p{L}_][\p{L}\p{N}_.,:[\]'" ]* = /u.test(line))
}

/** Two different letters side by side, in whichever place the unit is cut: not `0x00`, `x + x` or `aaaa`. */
function hasWord(unit: string): boolean {
  return word.test(unit + unit)
}
