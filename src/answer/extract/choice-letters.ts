import type { AnswerContext } from '../answer.ts'
import { letterOfPosition, mostOptions, optionsOf } from '../option-letters.ts'
import { withoutTextCommand } from './clean.ts'
import type { Scene } from './rule.ts'

/** How options are lettered where Latin letters are not the custom, in order. */
const series: Readonly<Record<string, readonly string[]>> = {
  ru: ['АБВГДЕЖЗ'],
  uk: ['АБВГДЕЖЗ'],
  sr: ['АБВГДЂЕЖ'],
  bg: ['АБВГДЕЖЗ'],
  el: ['ΑΒΓΔΕΖΗΘ'],
  ar: ['أبجدهوزح', 'ابجدهوزح'],
  fa: ['ابجدهوزح', 'الفبجدهو'],
  he: ['אבגדהוזח'],
  hi: ['कखगघङचछज', 'अबसद'],
  mr: ['अबकड'],
  ne: ['कखगघङचछज'],
  bn: ['কখগঘঙচছজ'],
  th: ['กขคงจฉชซ'],
  ko: ['가나다라마바사아'],
  ja: ['アイウエオカキク', 'あいうえおかきく'],
  zh: ['甲乙丙丁戊己庚辛'],
}

const signs = ['①②③④⑤⑥⑦⑧⑨⑩', 'ⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿ', 'ＡＢＣＤＥＦＧＨＩＪ', '🅐🅑🅒🅓🅔']

/** Options there may be where their number is not known: A to J. */
const unknownCount = 10

/** The letters of the options: how many, and which signs stand for them. */
export interface Letters {
  readonly count: number
  /** The Latin letter of a letter or sign as written, or `undefined` where it is none of the options. */
  readonly of: (sign: string) => string | undefined
  /** Finds signs that stand alone. */
  readonly alone: RegExp
}

/** The letters that options go by: Latin ones, and those of the language. */
function lettersOf(context: AnswerContext, language: string | undefined): Letters {
  const count = Math.min(optionsOf(context)?.length ?? unknownCount, mostOptions)
  const native = language !== undefined && Object.hasOwn(series, language) ? (series[language] ?? []) : []
  const bySign = new Map<string, string>()
  for (let i = 0; i < count; i++) {
    const letter = letterOfPosition(i)
    for (const row of [...signs, ...native]) {
      const sign = [...row][i]
      if (sign !== undefined && !bySign.has(sign)) bySign.set(sign, letter)
    }
  }
  const last = letterOfPosition(count - 1)
  const ownSigns = [...bySign.keys()].filter((sign) => signs.some((row) => row.includes(sign))).join('')
  const ownLetters = [...bySign.keys()].filter((sign) => !ownSigns.includes(sign)).join('')
  return {
    count,
    of: (sign) =>
      bySign.get(sign) ??
      (sign >= 'A' && sign <= last && sign.length === 1 ? sign : undefined) ??
      (language === undefined ? inAnySeries(sign, count) : undefined),
    alone: new RegExp(
      [
        `(?<![A-Za-z0-9\\\\'’_])[A-${last}](?![A-Za-z0-9'’_]|\\.[A-Za-z])`,
        ...(ownSigns === '' ? [] : [`[${ownSigns}]`]),
        ...(ownLetters === ''
          ? []
          : [
              `(?<![\\p{L}\\p{M}][${ownLetters}]?)[${ownLetters}](?:(?![\\p{L}\\p{M}])|(?=です|である|번|입니다))`,
            ]),
        ...(/[\u3040-\u30ff]/.test(ownLetters) ? [`(?<=[はが])[${ownLetters}](?=です|である)`] : []),
      ].join('|'),
      'gu',
    ),
  }
}

/** The Latin letter of a native one where the language was not named: the first series that has it. */
function inAnySeries(sign: string, count: number): string | undefined {
  for (const row of Object.values(series).flat()) {
    const place = [...row].indexOf(sign)
    if (place >= 0 && place < count) return letterOfPosition(place)
  }
  return undefined
}

/** The letters of a scene's options. */
export function lettersFor(scene: Scene): Letters {
  return lettersOf(scene.context, scene.language)
}

/** Letters of a whole value: `C`, `(C)`, `\text{C}`, `C. 12 cm`, `A, C`, `b`; joined by ", " where there are several. */
export function lettersIn(value: string, letters: Letters): string | undefined {
  const plain = withoutTextCommand(value.trim()).replaceAll(
    /^[\s*_"'`$“”「『【]+|[\s*_"'`$“”」』】.。]+$/g,
    '',
  )
  const bare = plain.replaceAll(/\\(?:text|textbf|mathrm|mathbf)\s*\{([^{}]*)\}/g, '$1').trim()
  const single =
    /^[([{（]?\s*(?:(?:option|choice|answer|letter)\s+)?([\s\S])\s*(?:[)\]}）](?![\d])|[.:：、)](?=\s|\\)|$)/iu.exec(
      bare,
    )
  const sign = single?.[1]
  if (sign !== undefined) {
    const letter = letters.of(sign) ?? letters.of(sign.toUpperCase())
    if (letter !== undefined) {
      const rest = bare.slice(single?.[0].length ?? 0)
      return rest === '' ? letter : (several(bare, letters) ?? letter)
    }
  }
  return several(bare, letters) ?? run(bare, letters)
}

/** "ABD" for several options: only letters of options, in their order. */
function run(value: string, letters: Letters): string | undefined {
  if (!/^[A-Z]{2,10}$/.test(value)) return undefined
  const parts = [...value]
  const inOrder = parts.every(
    (part, index) => letters.of(part) !== undefined && part > (parts[index - 1] ?? ''),
  )
  return inOrder ? parts.join(', ') : undefined
}

/** "A, B", "A and C", "B/D". */
function several(value: string, letters: Letters): string | undefined {
  const parts = value
    .split(/\s*(?:[,;&/、，]|(?<![\p{L}])(?:and|und|et|y|e|и|和)(?![\p{L}]))\s*/u)
    .filter((part) => part !== '')
  if (parts.length < 2 || parts.length > letters.count) return undefined
  const found: string[] = []
  for (const part of parts) {
    const letter = letters.of(part.replaceAll(/^[(（]|[)）.]$/g, ''))
    if (letter === undefined) return undefined
    if (!found.includes(letter)) found.push(letter)
  }
  return found.length < 2 ? found[0] : found.sort().join(', ')
}

/** The letter of the option whose text a value is, when only one option has it. */
export function letterOfText(value: string, context: AnswerContext): string | undefined {
  const wanted = folded(value)
  if (wanted === '') return undefined
  const matches = (context.choices ?? []).flatMap((choice, index) =>
    folded(choice) === wanted ? [index] : [],
  )
  const [index] = matches
  return matches.length === 1 && index !== undefined && index < mostOptions
    ? letterOfPosition(index)
    : undefined
}

/** Text of an option without what may differ between a question and an answer: case, spaces, delimiters, final stop. */
function folded(text: string): string {
  return withoutTextCommand(text)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\\(?:text|mathrm|left|right|displaystyle|,|;|!| )\s?|[\s${}*_`"'“”]|\\[()[\]]/g, '')
    .replace(/[.。,;]+$/, '')
}
