import { anchor } from './anchor.ts'
import { boxed } from './boxed.ts'
import { choiceAnchor } from './choice-anchor.ts'
import { choiceBoxed } from './choice-marked.ts'
import { choiceLastLetter, choiceLine, choiceLineEnd, choiceText, choiceWhole } from './choice-standing.ts'
import { conclusion } from './conclusion.ts'
import { finalWord } from './final-word.ts'
import { hash } from './hash.ts'
import { json } from './json.ts'
import { lastBold } from './last-bold.ts'
import { lastFormula } from './last-formula.ts'
import { lastNumber } from './last-number.ts'
import { parts } from './parts.ts'
import { predicate } from './predicate.ts'
import type { Rule } from './rule.ts'
import { tag } from './tag.ts'
import { textAfterMarker, textBoxed, textWhole } from './text.ts'
import { told } from './told-pairs.ts'
import { judgement, openingValue, openingVerdict, verdict } from './verdict.ts'
import { whole } from './whole.ts'

/**
 * The order in which an answer is looked for: the first rule that applies and finds one decides.
 *
 * What was marked as the answer comes first (box, `####`, tag), then what was announced as the answer, then what the text concludes
 * with. Rules for options, JSON and text apply only where such an answer was asked for.
 */
export const rules: readonly Rule[] = [
  json,
  textBoxed,
  choiceBoxed,
  choiceAnchor,
  choiceWhole,
  choiceLine,
  choiceLineEnd,
  choiceText,
  choiceLastLetter,
  finalWord,
  boxed,
  hash,
  tag,
  textAfterMarker,
  textWhole,
  anchor,
  verdict,
  judgement,
  openingVerdict,
  openingValue,
  parts,
  told,
  conclusion,
  lastBold,
  lastFormula,
  whole,
  predicate,
  lastNumber,
]
