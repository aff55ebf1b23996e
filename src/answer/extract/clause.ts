import type { MathSpan } from './math-span.ts'

/** Longest clause read after an anchor, in UTF-16 code units. */
const longestClause = 400

const stop = /[.!?।؟](?=[\s"'”’*_)\]<]|\\n|$)|[。！？；]|\n|\\n(?![a-z])/g

/**
 * Where the sentence that `from` stands in ends: at a full stop before a space, at the end of the line, never inside a formula.
 * The end is before the stop.
 */
export function clauseEnd(body: string, from: number, math: readonly MathSpan[]): number {
  const limit = Math.min(body.length, from + longestClause)
  let span = firstSpanFrom(math, from)
  stop.lastIndex = from
  for (let match = stop.exec(body); match !== null && match.index < limit; match = stop.exec(body)) {
    while ((math[span]?.end ?? Number.POSITIVE_INFINITY) <= match.index) span++
    const inside = math[span]
    if (inside !== undefined && inside.start < match.index) {
      stop.lastIndex = inside.end
      continue
    }
    if (
      match[0] === '.' &&
      /(?:^|[\s(])(?:p\.m|a\.m|e\.g|i\.e|approx|ca|vs|No|St|Dr|Mr|Mrs|Ms|z\.B|p\. ?ex)$/.test(
        body.slice(Math.max(0, match.index - 8), match.index),
      )
    )
      continue
    return match.index
  }
  return limit
}

/** Where the sentence that ends at `to` begins. */
export function clauseStart(body: string, to: number, math: readonly MathSpan[]): number {
  let from = Math.max(0, to - longestClause)
  for (let end = clauseEnd(body, from, math); end < to; end = clauseEnd(body, from, math)) {
    const next = end + (/^[^\n]\s*/.exec(body.slice(end, end + 8))?.[0].length ?? 1)
    if (next >= to) break
    from = Math.max(next, from + 1)
  }
  return from
}

/** Index of the first formula that ends after `from`, by halving: formulas come in order. */
export function firstSpanFrom(math: readonly MathSpan[], from: number): number {
  let low = 0
  let high = math.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((math[middle] as MathSpan).end <= from) low = middle + 1
    else high = middle
  }
  return low
}

/** Words after which a sentence no longer says the answer but why, or what it means. */
const aside =
  /\s*(?:[,;，；]?\s(?:because|since|which|where|as|given that|assuming|so that|so|weil|da|denn|welche[rs]?|parce que|car|puisque|qui|porque|ya que|pues|pois|perché|poiché|omdat|want|ponieważ|gdyż|deoarece|pentru că|επειδή|γιατί|διότι|çünkü|потому что|так как|поскольку|бо|оскільки|jer|zato što|لأن|زیرا|چون|क्योंकि|কারণ|किनभने|vì|bởi vì|karena|kerana|เพราะ|kwa sababu)(?![\p{L}])|因为|因為|なぜなら|왜냐하면|,\s(?:the|an?|and|but|or|not|then|thus|hence|therefore|when|if|with|for|in|und|et|y|e)\s|[（(])/iu

/** Words after which a clause only says why: for words as an answer, in which "as", "so" or a bracket may be part of it. */
const reason =
  /\s*(?:\s(?:because|weil|parce que|porque|perché|omdat|ponieważ|потому что)|[,;，；]\s(?:since|as|for|given that|so|da|denn|car|puisque|ya que|pues|pois|poiché|want|gdyż|так как|поскольку))(?![\p{L}])|[,，]?(?:因为|因為)/iu

/** The clause up to where it turns to its reasons. */
export function withoutReason(clause: string): string {
  return clause.slice(0, reason.exec(clause)?.index)
}

/** The clause up to where it turns to reasons and remarks, at the least one unit long. */
export function withoutAside(clause: string): string {
  const match = aside.exec(clause.slice(1))
  return match === null ? clause : clause.slice(0, match.index + 1)
}
