import fc from 'fast-check'
import type { SpeltValue } from './spellings.ts'

const figure = fc.integer({ min: 1, max: 999 })
const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

const dates = fc
  .record({
    year: fc.integer({ min: 1800, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 13, max: 28 }),
  })
  .map(({ year, month, day }): SpeltValue => {
    const name = months[month - 1] ?? ''
    const two = (n: number) => String(n).padStart(2, '0')
    return {
      name: `${year} ${month} ${day}`,
      spellings: [
        `${year}-${two(month)}-${two(day)}`,
        `${year}/${month}/${day}`,
        `${day}.${two(month)}.${year}`,
        `${day}/${month}/${year}`,
        `${name} ${day}, ${year}`,
        `${day} ${name} ${year}`,
        `the ${day}th of ${name}, ${year}`,
        `\\text{${name} ${day}, ${year}}`,
        `${year}年${month}月${day}日`,
      ],
    }
  })

const ranges = fc.tuple(figure, figure).map(
  ([from, to]): SpeltValue => ({
    name: `${from} ${to}`,
    spellings: [
      `${from}–${to}`,
      `${from}-${to}`,
      `${from} - ${to}`,
      `${from} to ${to}`,
      `from ${from} to ${to}`,
      `$${from}$–$${to}$`,
      `between ${from} and ${to}`,
    ],
  }),
)

const durations = fc.tuple(figure, figure).map(
  ([hours, minutes]): SpeltValue => ({
    name: `${hours} ${minutes}`,
    spellings: [
      `${hours} hours ${minutes} minutes`,
      `${hours} hours and ${minutes} minutes`,
      `${hours} h ${minutes} min`,
      `${minutes} minutes and ${hours} hours`,
      `${hours}\\text{ hours}, ${minutes}\\text{ minutes}`,
    ],
  }),
)

const programNumbers = fc.nat({ max: 2 ** 31 }).map(
  (n): SpeltValue => ({
    name: String(n),
    spellings: [
      String(n),
      `0x${n.toString(16)}`,
      `0b${n.toString(2)}`,
      `0o${n.toString(8)}`,
      `0x${n.toString(16).toUpperCase()}`,
    ],
  }),
)

const versions = fc.tuple(figure, figure, figure).map(
  ([major, minor, patch]): SpeltValue => ({
    name: `${major}.${minor}.${patch}`,
    spellings: [
      `v${major}.${minor}.${patch}`,
      `version ${major}.${minor}.${patch}`,
      `\\text{v${major}.${minor}.${patch}}`,
    ],
  }),
)

const formulas = fc
  .tuple(
    fc.constantFrom('C', 'Fe', 'Al', 'Si', 'Cu'),
    fc.integer({ min: 2, max: 20 }),
    fc.constantFrom('O', 'H', 'Cl', 'S'),
    fc.integer({ min: 2, max: 40 }),
  )
  .map(
    ([a, m, b, n]): SpeltValue => ({
      name: `${a}${m}${b}${n}`,
      spellings: [
        `${a}${m}${b}${n}`,
        `${a}_{${m}}${b}_{${n}}`,
        `\\ce{${a}${m}${b}${n}}`,
        `\\text{${a}}_{${m}}\\text{${b}}_{${n}}`,
      ],
    }),
  )

const units = fc
  .tuple(
    figure,
    fc.constantFrom(
      ['mW', 'milliwatts'],
      ['MW', 'megawatts'],
      ['kJ', 'kilojoules'],
      ['mJ', 'millijoules'],
      ['MPa', 'megapascals'],
      ['mPa', 'millipascals'],
    ),
  )
  .map(
    ([value, [symbol = '', word = '']]): SpeltValue => ({
      name: `${value} ${symbol}`,
      spellings: [
        `${value}\\text{ ${symbol}}`,
        `${value}\\,\\mathrm{${symbol}}`,
        `${value} ${word}`,
        `\\qty{${value}}{${symbol}}`,
        `${value} ${symbol}`,
      ],
    }),
  )

const namedValues = fc.tuple(figure, figure).map(
  ([first, second]): SpeltValue => ({
    name: `${first} ${second}`,
    spellings: [
      `Alice: ${first}, Bob: ${second}`,
      `Bob: ${second}, Alice: ${first}`,
      `Alice = ${first}, Bob = ${second}`,
      `Alice: ${first}; Bob: ${second}`,
    ],
  }),
)

const wordLists = fc.shuffledSubarray(['red', 'green', 'blue', 'gold'], { minLength: 3 }).map(
  (words): SpeltValue => ({
    name: words.join(' '),
    spellings: [
      words.join(', '),
      words.join('; '),
      `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`,
      `\\text{${words.join(', ')}}`,
    ],
  }),
)

const times = fc
  .record({ hour: fc.integer({ min: 1, max: 11 }), minute: fc.integer({ min: 1, max: 59 }) })
  .map(({ hour, minute }): SpeltValue => {
    const two = String(minute).padStart(2, '0')
    return {
      name: `${hour}:${two}`,
      spellings: [
        `${hour}:${two} PM`,
        `${hour}:${two} p.m.`,
        `${hour}:${two}pm`,
        `${hour + 12}:${two}`,
        `\\text{${hour}:${two} PM}`,
      ],
    }
  })

const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ones = 'one two three four five six seven eight nine'.split(' ')
const wordNumbers = fc
  .record({ ten: fc.nat({ max: 7 }), one: fc.nat({ max: 8 }) })
  .map(({ ten, one }): SpeltValue => {
    const words = `${tens[ten]}-${ones[one]}`
    return {
      name: words,
      spellings: [
        words,
        words.replace('-', ' '),
        `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
        String((ten + 2) * 10 + one + 1),
        `\\text{${words}}`,
      ],
    }
  })

const countedInWords = fc
  .record({ ten: fc.nat({ max: 7 }), thing: fc.constantFrom('percent', 'hours', 'kilometers', 'apples') })
  .map(
    ({ ten, thing }): SpeltValue => ({
      name: `${ten} ${thing}`,
      spellings: [
        `${tens[ten]} ${thing}`,
        `${(ten + 2) * 10} ${thing}`,
        `${(ten + 2) * 10}\\text{ ${thing}}`,
      ],
    }),
  )

const namesWithFigures = fc
  .record({ name: fc.constantFrom('Apollo', 'Windows', 'Boeing', 'Room', 'Fahrenheit'), n: figure })
  .map(
    ({ name, n }): SpeltValue => ({
      name: `${name} ${n}`,
      spellings: [
        `${name} ${n}`,
        `${name} ${n}.`,
        `the ${name} ${n}`,
        `\\text{${name} ${n}}`,
        `**${name} ${n}**`,
      ],
    }),
  )

const four = fc.integer({ min: 1000, max: 9999 })
const registered = fc
  .tuple(fc.constantFrom('telephone', 'ISBN', 'CAS'), four, four)
  .map(([kind, first, second]): SpeltValue => {
    const written = {
      telephone: `+1-555-${first}-${second}`,
      ISBN: `978-0-${first}-${second}-7`,
      CAS: `${first}-${String(second).slice(0, 2)}-${String(second).slice(2, 3)}`,
    }[kind]
    return { name: written, spellings: [written, `${written}.`, `\\text{${written}}`] }
  })

/** Everyday values by the reader that takes them. */
export const everydayKinds: Readonly<Record<string, fc.Arbitrary<SpeltValue>>> = {
  dates,
  ranges,
  durations,
  'numbers of programs': programNumbers,
  versions,
  'formulas of chemistry': formulas,
  'units with prefixes': units,
  'named values': namedValues,
  'lists of words': wordLists,
  times,
  'numbers in words': wordNumbers,
  'counted things in words': countedInWords,
  'names with figures': namesWithFigures,
  'registered numbers': registered,
}
