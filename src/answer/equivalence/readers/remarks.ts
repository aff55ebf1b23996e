/** Remarks on a value that are set aside, from a closed list: what is not here counts ("more than", "up to", `(2)`, `(mod 7)`). */

const near =
  'a\\s+total\\s+of|in\\s+total|approximately|approx\\.?|about|around|roughly|circa|ca\\.|only|just|exactly|precisely|simply|etwa|ungefähr|rund|genau|nur|environ|exactement|seulement|aproximadamente|exactamente|solo|circa|esattamente|ongeveer|precies|około|dokładnie|приблизительно|примерно|около|ровно|только|约|大约|约为|大約|約|なんと'
const before = new RegExp(`^(?:${near})\\s*(?=[\\p{L}\\p{N}$€£¥₹+.-])`, 'iu')
const precision =
  '(?:rounded\\s+)?(?:correct\\s+)?(?:to\\s+)?(?:the\\s+nearest\\s+(?:whole\\s+number|integer|tenth|hundredth|thousandth|unit|degree|cent|dollar)|(?:\\d{1,2}|one|two|three|four|five|six)\\s*(?:s\\.?\\s?f\\.?|sig(?:nificant)?\\.?\\s*fig(?:ure)?s?\\.?|significant\\s+digits?|d\\.?\\s?p\\.?|decimal\\s+places?|decimals?))|rounded(?:\\s+(?:up|down))?|approximately|approx\\.?|exact(?:ly)?|about|correct|only|in\\s+total|altogether|total'
const bracketed = new RegExp(`\\s*[([]\\s*(?:${precision})\\s*[)\\]]$`, 'i')
const behind = new RegExp(`(?:,|\\s)\\s*(?:${precision})$`, 'i')
const ticks = /\s*[✓✔✅☑🎉]\uFE0F?$/u

/** The answer without the remarks around it; the same text where there are none, or nothing would be left. */
export function withoutRemarks(plain: string): string {
  let text = plain
  for (let rounds = 0; rounds < 4; rounds++) {
    const ticked = text.replace(ticks, '')
    const bare = isValue(ticked)
      ? ticked.replace(bracketed, '').replace(behind, '').replace(before, '')
      : ticked
    if (bare === text || bare.trim() === '') break
    text = bare.trim()
  }
  return text
}

/** What a remark may be made on: a figure, or a number in words. */
function isValue(text: string): boolean {
  return (
    text.length <= 200 &&
    (/\p{N}|[π√∞]|\\(?:pi|sqrt|frac)/u.test(text) || /^\p{L}+\s\p{L}+(?:\s\p{L}+)?$/u.test(text))
  )
}
