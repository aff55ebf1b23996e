/** Tags that open and close reasoning, as templates write them: `<think>`, `[THINK]`, `<thought>` and their kin. */
const openingTag = /<(?:think|thinking|thought|thoughts|reasoning|reason)>|\[THINK\]|◁think▷/gi
const closingTag = /<\/(?:think|thinking|thought|thoughts|reasoning|reason)>|\[\/THINK\]|◁\/think▷/gi

/** Control tokens of chat templates. What stands after one is not the sample's answer any more. */
const controlToken = /<\|[a-z_]{2,24}\|>|<\/s>|<(?:start|end)_of_turn>|\[\/?INST\]/g

/** Most tokens that may stand in front of an answer. */
const mostOpening = 8

/** Longest part of a text that is searched, in UTF-16 code units: a final answer stands near the end. */
export const searchedLength = 16_384

/** The part of a text an answer may stand in: from `start` to `end`. */
type AnswerPart =
  | { readonly type: 'part'; readonly start: number; readonly end: number }
  | { readonly type: 'truncated' }

/**
 * The part of a text after its reasoning.
 *
 * The text is cut after the last closing think tag (some templates open the thought in the prompt, so that only the closing tag
 * is here). A thought that is opened and not closed after that was cut off: `truncated`.
 */
export function answerPart(text: string): AnswerPart {
  let start = 0
  for (const match of text.matchAll(closingTag)) start = match.index + match[0].length
  openingTag.lastIndex = start
  const opened = openingTag.test(text)
  openingTag.lastIndex = 0
  if (opened) return { type: 'truncated' }

  let end = text.length
  controlToken.lastIndex = start
  for (let opened = 0; opened < mostOpening; opened++) {
    const match = controlToken.exec(text)
    if (match === null) break
    end = match.index
    // A token in front of everything opens the answer (`<|im_start|>assistant` is written with its role): it ends nothing.
    if (end - start > 64 || !/^\s*(?:assistant\s*)?$/.test(text.slice(start, end))) break
    start = match.index + match[0].length
    end = text.length
  }
  return { type: 'part', start, end }
}
