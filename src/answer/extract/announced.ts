import type { Anchor, Words } from './rule.ts'

/** Where the value announced by an anchor is to be read, and how it was announced. */
export interface Announced {
  readonly start: number
  /** `mark` colon, dash or arrow · `heading` on the next line · `is` a verb · `direct` nothing between. */
  readonly how: 'mark' | 'heading' | 'is' | 'direct'
}

const closers = /(?:[ \t*_`~"'”’\])】）»}]|\\[")]|\((?=\p{L})[^()\n\d,=]{2,40}\))*/uy
const marks =
  /[ \t]*(?:[:：=＝→⇒≈]|->|=>|\\(?:to|Rightarrow|approx)(?![a-zA-Z])|[—–-](?=[\s*])|,?[ \t]*(?=[「『]))/y
const gap = /(?:\s|[*_`~>]+(?=\s)|\\n(?![a-z])|["“”„«「『](?=\S)|(?:[-•][ \t]+(?=\S)))*/y
const valueStart =
  /[\p{Nd}$¼-¾⅐-⅞€£¥([{√π∞一二三四五六七八九十]|[+\-−–±]\s?[\p{Nd}\\(]|[a-zA-Z]\s?(?:[=<>≤≥^_]|\\[a-z])|\\(?!n\b)|\*\*(?=\S)/uy
/** Small words between the verb and the value. */
const filler =
  /(?:simply|just|exactly|precisely|approximately|about|roughly|therefore|thus|then|indeed|clearly|obviously|hence|also|actually|now|given by|equal to|equals|therefore|approx\.?|nearly|genau|etwa|ungefähr|environ|exactement|aproximadamente|exactamente|circa|приблизительно|примерно|约|約|大约|大約|大概)(?![\p{L}])[\s,:：]*|[,，、:：=~≈]\s*/iuy

/**
 * Where the value after an anchor begins: after a colon, on the line after a heading, after the verb, or at once.
 *
 * @returns `undefined` where the word announces nothing: "to find the answer, we add".
 */
export function announcedBy(body: string, anchor: Anchor): Announced | undefined {
  const at = skip(closers, body, anchor.end)
  const announced = (start: number, how: Announced['how']): Announced => ({
    start: afterFillers(body, start, anchor.words),
    how,
  })
  const mark = test(marks, body, at)
  if (mark !== undefined) return announced(skip(gap, body, mark), 'mark')
  const verb = anchor.words.is.endAt(body, skip(/\s*/y, body, at))
  if (verb !== undefined) return announced(afterVerb(body, verb, anchor.words), 'is')
  const direct = skip(/[ \t]*(?:\*\*(?=\s))?[ \t]*/y, body, at)
  if (test(valueStart, body, direct) !== undefined) return { start: direct, how: 'direct' }
  if (/^[ \t]*(?:\n|\\n|$)/.test(body.slice(at, at + 8)) && opensLine(body, anchor.start)) {
    return announced(skip(gap, body, at), 'heading')
  }
  return afterFiller(body, at, anchor)
}

/** "The answer to the second question is 5", "the answer, in simplest form: 5": the verb or mark within the same sentence. */
function afterFiller(body: string, at: number, anchor: Anchor): Announced | undefined {
  const clause = /^[^\n.!?。！？]*/.exec(body.slice(at, at + 100))?.[0] ?? ''
  // A comma right after the word ends the phrase: "To get the answer, the sum is …". "The answer, then, is 5" comes back to it.
  if (/^,/.test(clause) && !/^,[^,]{1,40},\s/.test(clause)) return undefined
  const verb = anchor.words.is.matches(clause).next().value ?? undefined
  const mark = /[:：](?!\d)|\s[=→]\s/.exec(clause)
  if (verb === undefined && mark === null) return undefined
  if (verb !== undefined && (mark === null || verb.start < mark.index)) {
    const start = afterVerb(body, at + verb.end, anchor.words)
    return { start: afterFillers(body, start, anchor.words), how: 'is' }
  }
  return {
    start: afterFillers(
      body,
      skip(gap, body, at + (mark?.index ?? 0) + (mark?.[0].length ?? 0)),
      anchor.words,
    ),
    how: 'is',
  }
}

/** After the verb comes the value, a mark, or more of the verb: "is: 5", "is\n\n$$5$$", "should be equal to 5". */
function afterVerb(body: string, end: number, words: Words): number {
  let at = skip(gap, body, end)
  for (let i = 0; i < 3; i++) {
    const next = words.is.endAt(body, at) ?? test(marks, body, at)
    if (next === undefined || next === at) break
    at = skip(gap, body, next)
  }
  return at
}

function afterFillers(body: string, start: number, words: Words): number {
  let at = start
  for (let i = 0; i < 4; i++) {
    const next = test(filler, body, at) ?? words.so.endAt(body, at)
    if (next === undefined) break
    at = skip(gap, body, next)
  }
  return at
}

/** Whether an anchor heads its line: "**Final Answer**", "### My answer". */
function opensLine(body: string, start: number): boolean {
  const line = body.slice(Math.max(0, start - 60), start)
  // A heading may also follow the end of a sentence on its line.
  const before = /(?:^|\n|[.!?。！？:](?:\s|\\n)+)([^\n.!?。！？:]*)$/.exec(line)?.[1] ?? line
  return (
    /^(?:\\n|[^\p{L}\p{Nd}])*(?:\p{Nd}{1,2}[.)]\s*)?(?:[\p{L}\p{M}’']+[\s*_]+){0,4}$/u.test(before) &&
    !/[.!?,]\s/.test(before)
  )
}

function test(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  const match = pattern.exec(text)
  return match === null ? undefined : at + match[0].length
}

function skip(pattern: RegExp, text: string, at: number): number {
  return test(pattern, text, at) ?? at
}
