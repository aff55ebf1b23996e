import { cleanValue } from './clean.ts'
import type { Rule } from './rule.ts'

/** The mark of GSM8K's solutions. A Markdown heading of the same depth holds words, not a value. */
const mark = /(?:^|\n|\\n)[ \t]*####[ \t]*([^\n]{1,400})/g

/** `#### 42`: the last line that begins with four hashes and a value. */
export const hash: Rule = {
  name: 'hash',
  about: 'the last line "#### value"',
  applies: (scene) => scene.asked !== 'json',
  find(scene) {
    for (const match of [...scene.body.matchAll(mark)].slice(-16).reverse()) {
      const line = match[1] ?? ''
      const end = match.index + match[0].length
      const found = cleanValue(scene.body, end - line.length, end, 'formula')
      const isLastLine = !/\S/.test(scene.body.slice(end, end + 400))
      if (found.value !== '' && (scene.asked === 'text' || !isHeading(found.value, isLastLine))) return found
    }
    return undefined
  },
}

/** "#### Step 3: simplify", "#### 2. Substitute", "#### Conclusion" with text to come. */
function isHeading(value: string, isLastLine: boolean): boolean {
  const words = value.replaceAll(/\\[a-zA-Z]+(?:\{[^{}]*\})?/g, '').match(/[\p{L}\p{M}]{2,}/gu) ?? []
  if (words.length === 0) return false
  if (/^\d+[.)]\s+\p{L}/u.test(value) || words.length > 3) return true
  return !isLastLine && !/^[^\p{L}]*\p{Nd}/u.test(value)
}
