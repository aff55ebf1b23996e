import { type Rational, rational } from '../value/rational.ts'

const chineseDigits = '〇一二三四五六七八九'
const chineseScales: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** 十五 is 15, 二百零三 is 203, 一万 is 10000. */
export function chineseNumber(text: string): Rational | undefined {
  if (!/^[〇零一二两三四五六七八九十百千万]{1,9}$/u.test(text)) return undefined
  const plain = text.replace(/零/g, '〇').replace(/两/g, '二')
  if (!/[十百千万]/u.test(plain))
    return plain.length === 1 ? rational(BigInt(chineseDigits.indexOf(plain))) : undefined
  const parts = plain.split('万')
  if (parts.length > 2) return undefined
  const values = parts.map((part) => (part === '' ? 0 : belowTenThousand(part)))
  if (!values.every((value) => value !== undefined)) return undefined
  const [high = 0, low = 0] = parts.length === 2 ? values : [0, values[0] ?? 0]
  return rational(BigInt(high * 10_000 + low))
}

function belowTenThousand(text: string): number | undefined {
  let [total, digit, lowest] = [0, 0, 10_000]
  for (const sign of text) {
    const scale = chineseScales[sign]
    if (scale === undefined) digit = chineseDigits.indexOf(sign)
    else {
      if (scale >= lowest) return undefined
      total += (digit === 0 ? 1 : digit) * scale
      ;[digit, lowest] = [0, scale]
    }
  }
  return total + digit
}
