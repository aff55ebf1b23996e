import type { Found } from './rule.ts'

/** "15 of the 20 students passed", "needs 6 more eggs to have 12": the figure that the sentence is about, and not the one it is held against. */
export function countedSubject(body: string, start: number, end: number): Found | undefined {
  const clause = body.slice(start, end)
  const told =
    /(?<!\p{L})(?:are|is|were|was|has|have|had|gives?|makes?)\s(?:exactly\s|only\s)?(\d[\d,]*(?:\.\d+)?)(?![\d./])/u.exec(
      clause,
    )
  const share = /(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s(?:out\s)?of\s(?:the\s|its\s|all\s|these\s)?\d/.exec(clause)
  const purpose =
    /(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(?:\s\p{L}+){1,4}\s(?:to|in order to)\s(?:have|get|make|reach|complete|fill|buy|earn|finish)\s[^.]*\d/u.exec(
      clause,
    )
  const held = share ?? purpose
  if (held === null || /=/.test(clause)) return undefined
  // "There are 35 ways to choose 3 of 7 books": the verb has its figure already.
  const found = told !== null && told.index + told[0].length <= held.index ? told : held
  const at = start + found.index + found[0].indexOf(found[1] ?? '')
  return { value: found[1] ?? '', start: at, end: at + (found[1]?.length ?? 0) }
}
