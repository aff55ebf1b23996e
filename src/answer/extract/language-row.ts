/**
 * The words of one language that lead to an answer. Alternatives are separated by `|`; a `*` at the end lets the word run on
 * (cases, suffixes); a word that another one begins with may stand anywhere, the longest wins.
 */
export interface LanguageWords {
  /** Words for the answer itself: "The answer is 5". */
  readonly answer: string
  /** Words that name a result on the way as often as the last one; they count only where no answer word leads to a value. */
  readonly result?: string
  /** What stands between such a word and the value. Nothing where the language puts the verb last. */
  readonly is?: string
  /** Words a conclusion begins with: "Therefore …". */
  readonly so?: string
  readonly and?: string
  readonly or?: string
  /** Words of percent: "12 per cent". */
  readonly percent?: string
}
