import fc from 'fast-check'

/** One value in the spellings that people and models give it. Equal names are one value. */
export interface SpeltValue {
  readonly name: string
  readonly spellings: readonly string[]
}

const whole = fc.integer({ min: -9999, max: 9999 })
const small = fc.integer({ min: 2, max: 12 })

function inDigits(text: string, zero: number): string {
  return text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
}

function grouped(text: string, separator: string): string {
  return text.replace(/\B(?=(\d{3})+$)/g, separator)
}

/** Integers of up to forty digits. */
const integers = fc
  .oneof(whole.map(BigInt), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }))
  .map((n): SpeltValue => {
    const text = String(n)
    return {
      name: text,
      spellings: [
        text,
        ` ${text}. `,
        `$${text}$`,
        `\\boxed{${text}}`,
        `**${text}**`,
        `\\text{${text}}`,
        `${text}.0`,
        `x = ${text}`,
        grouped(text, ','),
        grouped(text, '{,}'),
        grouped(text, '\\,'),
        inDigits(text, 0x966),
        inDigits(text, 0xff10),
        text.replace('-', '−'),
        `\\frac{${3n * n}}{3}`,
        `${n - 7n} + 7`,
      ],
    }
  })

function divisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : divisor(b, a % b)
}

/** Fractions in lowest terms, recurring decimals for those that go on. */
const fractions = fc
  .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 2, max: 50 }), small)
  .filter(([top, bottom]) => divisor(top, bottom) === 1)
  .map(([top, bottom, factor]): SpeltValue => {
    const sign = top < 0 ? '-' : ''
    const [size, rest] = [Math.floor(Math.abs(top) / bottom), Math.abs(top) % bottom]
    const mixed =
      size > 0 ? [`${sign}${size}\\frac{${rest}}{${bottom}}`, `${sign}${size} ${rest}/${bottom}`] : []
    return {
      name: `${top}/${bottom}`,
      spellings: [
        `${top}/${bottom}`,
        `\\frac{${top}}{${bottom}}`,
        `${sign}\\dfrac{${Math.abs(top)}}{${bottom}}`,
        `\\frac{${top * factor}}{${bottom * factor}}`,
        `{${top} \\over ${bottom}}`,
        `${top} \\div ${bottom}`,
        `y=${top}/${bottom}`,
        decimal(top, bottom),
        ...mixed,
      ],
    }
  })

/** `0.1\overline{6}`: long division, the digits that come again under the bar. */
function decimal(top: number, bottom: number): string {
  const sign = top < 0 ? '-' : ''
  const size = Math.floor(Math.abs(top) / bottom)
  const seen = new Map<number, number>()
  let digits = ''
  let rest = Math.abs(top) % bottom
  while (rest !== 0 && !seen.has(rest)) {
    seen.set(rest, digits.length)
    digits += Math.floor((rest * 10) / bottom)
    rest = (rest * 10) % bottom
  }
  const from = rest === 0 ? digits.length : (seen.get(rest) ?? 0)
  const recurring = rest === 0 ? '' : `\\overline{${digits.slice(from)}}`
  return `${sign}${size}.${digits.slice(0, from)}${recurring}`
}

/** a + b·√c. */
const surds = fc
  .tuple(
    fc.integer({ min: -20, max: 20 }),
    fc.integer({ min: 2, max: 9 }),
    fc.constantFrom(2, 3, 5, 6, 7, 10),
  )
  .map(
    ([a, b, c]): SpeltValue => ({
      name: `${a}+${b}√${c}`,
      spellings: [
        `${a}+${b}\\sqrt{${c}}`,
        `${b}\\sqrt${c}+${a}`,
        `\\sqrt{${b * b * c}}+${a}`,
        `${a} + ${b}*sqrt(${c})`,
        `${a}+${b}√${c}`,
        `\\frac{${3 * a}+${3 * b}\\sqrt{${c}}}{3}`,
        `${a}+${b}\\cdot ${c}^{1/2}`,
        `$${a} + \\frac{${b * c}}{\\sqrt{${c}}}$`,
      ],
    }),
  )

/** (x − a)(x − b). */
const quadratics = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })).map(
  ([a, b]): SpeltValue => ({
    name: `(x-${Math.min(a, b)})(x-${Math.max(a, b)})`,
    spellings: [
      `(x-${a})(x-${b})`,
      `(x-${b}) \\cdot (x-${a})`,
      `x^2-${a + b}x+${a * b}`,
      `${a * b} - ${a + b} x + x^{2}`,
      `f(x) = x^2-${a}x-${b}x+${a * b}`,
      `x(x-${a + b})+${a * b}`,
      `x² - ${a + b}x + ${a * b}`,
    ],
  }),
)

const distinct = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 6 })

const sets = distinct.map((items): SpeltValue => {
  const turned = [...items].reverse()
  const last = turned.at(-1)
  return {
    name: [...items].sort((a, b) => a - b).join(),
    spellings: [
      `\\{${items.join(', ')}\\}`,
      `\\left\\{${turned.join(',')}\\right\\}`,
      `$\\{${[...items, ...items].join(',')}\\}$`,
      `x \\in \\{${turned.join(', ')}\\}`,
      items.map((item) => `x=${item}`).join(' or '),
      `${turned.slice(0, -1).join(', ')} \\text{ and } ${last}`,
    ],
  }
})

const tuples = distinct.map(
  (items): SpeltValue => ({
    name: items.join(),
    spellings: [
      `(${items.join(',')})`,
      `\\left(${items.join(', ')}\\right)`,
      `$(${items.join('; ')})$`,
      `\\langle ${items.join(', ')} \\rangle`,
      `(${items.map((item) => `\\frac{${2 * item}}{2}`).join(', ')})`,
    ],
  }),
)

const intervals = fc
  .tuple(fc.integer({ min: -99, max: 0 }), fc.integer({ min: 1, max: 99 }), fc.boolean(), fc.boolean())
  .filter(([, , open, end]) => !(open && end))
  .map(([from, to, openFrom, openTo]): SpeltValue => {
    const [left, right] = [openFrom ? '(' : '[', openTo ? ')' : ']']
    const [less, atMost] = [openFrom ? '<' : '\\le', openTo ? '<' : '\\leq']
    return {
      name: `${left}${from},${to}${right}`,
      spellings: [
        `${left}${from},${to}${right}`,
        `\\left${left}${from}, ${to}\\right${right}`,
        `x \\in ${left}${from}, ${to}${right}`,
        `${from} ${less} x ${atMost} ${to}`,
        `$${from} ${less} t ${atMost} ${to}$`,
      ],
    }
  })

const matrices = fc.tuple(whole, whole, whole, whole).map(
  ([a, b, c, d]): SpeltValue => ({
    name: `${a} ${b} ${c} ${d}`,
    spellings: [
      `\\begin{pmatrix}${a}&${b}\\\\${c}&${d}\\end{pmatrix}`,
      `\\begin{bmatrix} ${a} & ${b} \\\\ ${c} & ${d} \\end{bmatrix}`,
      `\\left[\\begin{array}{cc} ${a} & ${b} \\\\ ${c} & ${d} \\end{array}\\right]`,
      `[[${a},${b}],[${c},${d}]]`,
    ],
  }),
)

const quantities = fc
  .tuple(
    fc.integer({ min: 1, max: 999 }),
    fc.constantFrom(['cm', 'centimeters'], ['kg', 'kilograms'], ['km', 'kilometers']),
  )
  .map(
    ([n, [sign, word]]): SpeltValue => ({
      name: `${n} ${sign}`,
      spellings: [
        `${n} ${sign}`,
        `${n}\\text{ ${sign}}`,
        `${n}\\,\\mathrm{${sign}}`,
        `${n} ${word}`,
        `$${n}$ ${sign}`,
      ],
    }),
  )

const names = fc
  .constantFrom('Tuesday', 'New York', 'isosceles', 'Évariste', 'Москва', 'parallelogram', 'Ada Lovelace')
  .map(
    (name): SpeltValue => ({
      name,
      spellings: [
        name,
        `${name}.`,
        `**${name}**`,
        `\\text{${name}}`,
        name.toLowerCase(),
        `$\\text{${name}}$`,
        ` "${name}" `,
      ],
    }),
  )

/** Values of one kind at a time: of other kinds a bare number may stand for a quantity, a list for a tuple. */
export const kinds: Readonly<Record<string, fc.Arbitrary<SpeltValue>>> = {
  integers,
  fractions,
  surds,
  quadratics,
  sets,
  tuples,
  intervals,
  matrices,
  quantities,
  names,
}
