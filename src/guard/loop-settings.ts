/**
 * When an exact repetition is a loop. Lengths are in characters (UTF-16 code units), of the whole repetition.
 *
 * How much must repeat depends on what repeats: nobody writes a sentence or an equation three times in a row, but a rule of
 * dashes, a row of zeros or an empty grid is one short unit a thousand times over.
 */
export interface PeriodSettings {
  /** Fewest times the unit must follow itself, at least 2. */
  readonly repeats: number
  /**
   * Length from which a unit that states something is a loop: it reads as a sentence (four or more words joined by single
   * spaces), or is an equation (a sign of relation between spaces).
   */
  readonly sentenceChars: number
  /** Length from which a unit with a word in it is a loop: markup, formulas, one word again and again. */
  readonly wordChars: number
  /** Length from which a unit without any word is a loop: rules, padding, digits, grids. */
  readonly otherChars: number
}

/** When a text says nothing new. Words are runs of letters that do not follow a digit. */
export interface NothingNewSettings {
  /** How many words make one n-gram; numbers and signs between them belong to it. */
  readonly ngram: number
  /** How many of the last words are looked at. A text with fewer is never judged. */
  readonly words: number
  /** How many words back a repeat counts: a loop repeats soon, a solution that is checked once more repeats late. */
  readonly memory: number
  /** Share of the words looked at, 0 to 1, that must end an n-gram which was written within the memory. */
  readonly share: number
}

/** The loop guard's two signals; `false` switches one off. */
export interface LoopSettings {
  readonly period: PeriodSettings | false
  readonly nothingNew: NothingNewSettings | false
}

/**
 * What is watched by default.
 *
 * Thinking: set on 1,216 recorded chains of a comparable model, 316 of which ran away (`npm run measure -- guard`; how, and how
 * sure: docs/guards.md). An answer may repeat itself on purpose (a song, generated code, a table of zeros) and is short beside
 * the thinking, so it is given more room; these values are a judgement, not a measurement.
 */
export const loopDefaults = {
  thinking: {
    period: { repeats: 3, sentenceChars: 200, wordChars: 1_000, otherChars: 6_000 },
    nothingNew: { ngram: 12, words: 250, memory: 800, share: 0.65 },
  },
  answer: {
    period: { repeats: 4, sentenceChars: 250, wordChars: 1_500, otherChars: 8_000 },
    nothingNew: { ngram: 10, words: 600, memory: 800, share: 0.9 },
  },
} as const satisfies Record<'thinking' | 'answer', LoopSettings>
