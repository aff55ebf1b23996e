import { add, divide, multiply, negate, type Rational, rational } from '../value/rational.ts'

const englishOnes =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const englishTens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const englishScales = new Map<string, bigint>([
  ['thousand', 1000n],
  ['million', 1_000_000n],
  ['billion', 1_000_000_000n],
  ['trillion', 1_000_000_000_000n],
])
const englishParts = new Map<string, bigint>(
  Object.entries({
    half: 2n,
    halves: 2n,
    third: 3n,
    quarter: 4n,
    fourth: 4n,
    fifth: 5n,
    sixth: 6n,
    seventh: 7n,
    eighth: 8n,
    ninth: 9n,
    tenth: 10n,
    hundredth: 100n,
    thousandth: 1000n,
  }).flatMap(([word, part]) => [[word, part] as const, [`${word}s`, part] as const]),
)
const englishOrdinals =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  )

/** "forty-two", "one hundred and five", "minus three", "half", "two thirds", "one and a half", "a dozen", "third". */
export function englishNumber(text: string): Rational | undefined {
  const negative = /^(?:minus|negative)\s+(.+)$/.exec(text)
  if (negative !== null) {
    const value = englishNumber(negative[1] ?? '')
    return value === undefined ? undefined : negate(value)
  }
  const ordinal = englishOrdinals.indexOf(text)
  if (ordinal >= 0) return rational(BigInt(ordinal))
  const point = /^(.+?)\s+point\s+(.+)$/.exec(text)
  if (point !== null) return withDecimals(point[1] ?? '', point[2] ?? '')
  const words = text.split(/[\s-]+/)
  return fraction(words) ?? dozens(words) ?? cardinal(words)
}

function withDecimals(whole: string, decimals: string): Rational | undefined {
  const head = cardinal(whole.split(/[\s-]+/))
  const digits = decimals.split(/[\s-]+/).map((word) => englishOnes.indexOf(word))
  if (head === undefined || digits.some((digit) => digit < 0 || digit > 9)) return undefined
  return add(head, rational(BigInt(digits.join('')), 10n ** BigInt(digits.length)))
}

/** "half", "a third", "three quarters", "two and a half". */
function fraction(words: readonly string[]): Rational | undefined {
  const part = englishParts.get(words.at(-1) ?? '')
  if (part === undefined) return undefined
  const head = words.slice(0, -1)
  if (head.length === 0) return part === 2n && words[0] === 'half' ? rational(1n, 2n) : undefined
  const and = head.lastIndexOf('and')
  const whole = and > 0 ? cardinal(head.slice(0, and)) : undefined
  const count = counted(and > 0 ? head.slice(and + 1) : head)
  if (count === undefined || (and > 0 && whole === undefined)) return undefined
  const value = divide(count, rational(part))
  return value === undefined ? undefined : add(whole ?? rational(0n), value)
}

function counted(words: readonly string[]): Rational | undefined {
  return words.length === 1 && (words[0] === 'a' || words[0] === 'an') ? rational(1n) : cardinal(words)
}

/** "a dozen", "two dozen", "half a dozen". */
function dozens(words: readonly string[]): Rational | undefined {
  const last = words.at(-1)
  if (last !== 'dozen' && last !== 'dozens') return undefined
  const head = words.slice(0, -1)
  if (head.join(' ') === 'half a') return rational(6n)
  const count = head.length === 0 ? rational(1n) : counted(head)
  return count === undefined ? undefined : multiply(count, rational(12n))
}

function cardinal(words: readonly string[]): Rational | undefined {
  let [total, group, sawWord] = [0n, 0n, false]
  for (const [at, word] of words.entries()) {
    const scale = englishScales.get(word)
    if (word === 'and' && sawWord && at < words.length - 1) continue
    if (word === 'a' && at === 0 && words.length > 1) group = 1n
    else if (word === 'hundred' && group > 0n && group < 100n) group *= 100n
    else if (word === 'hundred' && !sawWord && words.length === 1) group = 100n
    else if (scale !== undefined && (group > 0n || words.length === 1)) {
      total += (group === 0n ? 1n : group) * scale
      group = 0n
    } else {
      const value = plainValue(word)
      // "twenty one" fits, "one twenty" and "five five" do not.
      if (value === undefined || !fits(group, value)) return undefined
      group += value
    }
    sawWord = true
  }
  return sawWord ? rational(total + group) : undefined
}

function plainValue(word: string): bigint | undefined {
  const [one, ten] = [englishOnes.indexOf(word), englishTens.indexOf(word)]
  return one >= 0 ? BigInt(one) : ten >= 0 ? BigInt((ten + 2) * 10) : undefined
}

function fits(group: bigint, value: bigint): boolean {
  const rest = group % 100n
  if (rest === 0n) return group === 0n || value > 0n
  return rest >= 20n && rest % 10n === 0n && value > 0n && value < 10n
}
