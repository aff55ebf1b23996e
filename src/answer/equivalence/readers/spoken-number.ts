import { add, divide, multiply, negate, type Rational, rational } from '../value/rational.ts'

/** Words for whole numbers from 0 on, then for the tens from 20 on, then for a hundred and a thousand; forms of one number divided by `/`. */
interface NumberWords {
  readonly ones: string
  readonly tens?: string
  readonly hundred?: string
  readonly thousand?: string
  /** How tens and ones are put together: `-` or ` ` between, `and` before the ones, `ones-and-tens` as German does. */
  readonly join?: 'tens ones' | 'tens and ones' | 'ones and tens'
  readonly and?: string
}

/** By language; English is spoken in full by `englishNumber`. */
const spoken: Readonly<Record<string, NumberWords>> = {
  de: {
    ones: 'null eins/ein/eine zwei drei vier fünf/fuenf sechs sieben acht neun zehn elf zwölf/zwoelf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
    tens: 'zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig',
    hundred: 'hundert/einhundert',
    thousand: 'tausend/eintausend',
    join: 'ones and tens',
    and: 'und',
  },
  nl: {
    ones: 'nul een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien',
    tens: 'twintig dertig veertig vijftig zestig zeventig tachtig negentig',
    hundred: 'honderd',
    thousand: 'duizend',
    join: 'ones and tens',
    and: 'en/ën',
  },
  fr: {
    ones: 'zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
    tens: 'vingt trente quarante cinquante soixante soixante-dix/septante quatre-vingts/quatre-vingt/octante/huitante quatre-vingt-dix/nonante',
    hundred: 'cent',
    thousand: 'mille',
    join: 'tens and ones',
    and: 'et',
  },
  es: {
    ones: 'cero uno/una/un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve',
    tens: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
    hundred: 'cien/ciento',
    thousand: 'mil',
    join: 'tens and ones',
    and: 'y',
  },
  it: {
    ones: 'zero uno/una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove',
    tens: 'venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
    hundred: 'cento',
    thousand: 'mille',
    join: 'tens ones',
  },
  pt: {
    ones: 'zero um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove',
    tens: 'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa',
    hundred: 'cem/cento',
    thousand: 'mil',
    join: 'tens and ones',
    and: 'e',
  },
  pl: {
    ones: 'zero jeden/jedna/jedno dwa/dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście',
    tens: 'dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt',
    hundred: 'sto',
    thousand: 'tysiąc',
    join: 'tens ones',
  },
  ru: {
    ones: 'ноль/нуль один/одна/одно два/две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать',
    tens: 'двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто',
    hundred: 'сто',
    thousand: 'тысяча',
    join: 'tens ones',
  },
  uk: {
    ones: "нуль один/одна/одне два/дві три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
    tens: "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
    hundred: 'сто',
    thousand: 'тисяча',
    join: 'tens ones',
  },
  ro: {
    ones: 'zero unu/una doi/două trei patru cinci șase/şase șapte/şapte opt nouă zece unsprezece doisprezece/douăsprezece treisprezece paisprezece cincisprezece șaisprezece șaptesprezece optsprezece nouăsprezece',
    tens: 'douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci',
    join: 'tens and ones',
    and: 'și/şi',
  },
  tr: {
    ones: 'sıfır bir iki üç dört beş altı yedi sekiz dokuz on',
    tens: 'yirmi otuz kırk elli altmış yetmiş seksen doksan',
    hundred: 'yüz',
    thousand: 'bin',
    join: 'tens ones',
  },
  el: {
    ones: 'μηδέν ένα/ένας/μία δύο τρία/τρεις τέσσερα/τέσσερις πέντε έξι επτά/εφτά οκτώ/οχτώ εννέα/εννιά δέκα έντεκα δώδεκα',
    tens: 'είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα',
    hundred: 'εκατό',
    join: 'tens ones',
  },
  cs: {
    ones: 'nula jedna/jeden/jedno dva/dvě tři čtyři pět šest sedm osm devět deset jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct osmnáct devatenáct',
    tens: 'dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát',
    hundred: 'sto',
    join: 'tens ones',
  },
  sr: {
    ones: 'нула/nula један/jedan/jedna два/dva/dve три/tri четири/četiri пет/pet шест/šest седам/sedam осам/osam девет/devet десет/deset',
    tens: 'двадесет/dvadeset тридесет/trideset четрдесет/četrdeset педесет/pedeset шездесет/šezdeset седамдесет/sedamdeset осамдесет/osamdeset деведесет/devedeset',
    join: 'tens ones',
  },
  sv: {
    ones: 'noll ett/en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton',
    tens: 'tjugo trettio fyrtio femtio sextio sjuttio åttio nittio',
    hundred: 'hundra',
    join: 'tens ones',
  },
  da: {
    ones: 'nul en/et to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten',
  },
  no: {
    ones: 'null en/ett to tre fire fem seks sju/syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten',
    tens: 'tjue tretti førti femti seksti sytti åtti nitti',
    join: 'tens ones',
  },
  fi: { ones: 'nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen' },
  hu: { ones: 'nulla egy kettő/két három négy öt hat hét nyolc kilenc tíz' },
  id: {
    ones: 'nol satu dua tiga empat lima enam tujuh delapan/lapan sembilan sepuluh sebelas',
    hundred: 'seratus',
    thousand: 'seribu',
  },
  vi: { ones: 'không một hai ba bốn năm sáu bảy tám chín mười' },
  ar: {
    ones: 'صفر واحد/واحدة اثنان/اثنين/اثنتان ثلاثة/ثلاث أربعة/أربع/اربعة خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثماني تسعة/تسع عشرة/عشر',
    tens: 'عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين تسعون/تسعين',
    hundred: 'مئة/مائة',
    thousand: 'ألف',
  },
  fa: {
    ones: 'صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده',
    tens: 'بیست سی چهل پنجاه شصت هفتاد هشتاد نود',
    hundred: 'صد',
  },
  hi: {
    ones: 'शून्य एक दो तीन चार पाँच/पांच छह/छः/छ सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह/पन्द्रह सोलह सत्रह अठारह उन्नीस बीस',
    hundred: 'सौ',
    thousand: 'हज़ार/हजार',
  },
  ne: { ones: 'शून्य एक दुई तीन चार पाँच/पांच छ सात आठ नौ दश/दस', hundred: 'सय' },
  bn: { ones: 'শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো', hundred: 'একশ' },
  ko: {
    ones: '영/공 하나/일/한 둘/이/두 셋/삼/세 넷/사/네 다섯/오 여섯/육 일곱/칠 여덟/팔 아홉/구 열/십',
    hundred: '백',
    thousand: '천',
  },
}

/** Rows that stand for another language. */
const rowOf: Readonly<Record<string, string>> = {
  ms: 'id',
  nb: 'no',
  nn: 'no',
  bs: 'sr',
  hr: 'sr',
  sk: 'cs',
  mr: 'hi',
}

const wordsByLanguage = new Map<string, ReadonlyMap<string, number>>()

/**
 * The number that words say, in the language at hand and in Chinese characters; in English where no language is told or the row has no such
 * word. "once" is eleven in Spanish only.
 */
export function spokenNumber(text: string, language: string | undefined): Rational | undefined {
  if (text.length > 120 || /\d/.test(text)) return undefined
  const folded = text.toLowerCase().normalize('NFC')
  const code = language === undefined ? 'en' : (rowOf[language] ?? language)
  if (code !== 'en' && Object.hasOwn(spoken, code)) {
    const number = numbersOf(code).get(folded)
    if (number !== undefined) return rational(BigInt(number))
  }
  return (
    chineseNumber(folded) ??
    (code === 'en' || /[a-z]/.test(folded) === false ? englishNumber(folded) : undefined)
  )
}

/** Every word and every pair of words of one language, each with its number. */
function numbersOf(code: string): ReadonlyMap<string, number> {
  let numbers = wordsByLanguage.get(code)
  if (numbers === undefined) {
    numbers = listed(spoken[code] as NumberWords)
    wordsByLanguage.set(code, numbers)
  }
  return numbers
}

function listed({
  ones,
  tens = '',
  hundred = '',
  thousand = '',
  join,
  and = '',
}: NumberWords): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const forms = (list: string) => (list === '' ? [] : list.split(' ').map((names) => names.split('/')))
  const [single, ten] = [forms(ones), forms(tens)]
  for (const [value, names] of single.entries()) for (const name of names) numbers.set(name, value)
  for (const [place, names] of ten.entries()) {
    for (const name of names) {
      const value = (place + 2) * 10
      numbers.set(name, value)
      for (const [unit, units] of single.slice(1, 10).entries())
        for (const one of units)
          for (const pair of paired(name, one, join, and))
            if (!numbers.has(pair)) numbers.set(pair, value + unit + 1)
    }
  }
  for (const name of forms(hundred).flat()) numbers.set(name, 100)
  for (const name of forms(thousand).flat()) numbers.set(name, 1000)
  return numbers
}

function paired(ten: string, one: string, join: NumberWords['join'], and: string): string[] {
  const links = and.split('/')
  if (join === 'ones and tens')
    return links.flatMap((link) => [`${one}${link}${ten}`, `${one} ${link} ${ten}`])
  if (join === 'tens and ones')
    return [
      ...links.flatMap((link) => [`${ten} ${link} ${one}`, `${ten}-${link}-${one}`]),
      `${ten}-${one}`,
      `${ten} ${one}`,
    ]
  if (join === 'tens ones')
    return [`${ten} ${one}`, `${ten}${one}`, `${ten}-${one}`, `${ten.slice(0, -1)}${one}`]
  return []
}

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
function englishNumber(text: string): Rational | undefined {
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

const chineseDigits = '〇一二三四五六七八九'
const chineseScales: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** 十五 is 15, 二百零三 is 203, 一万 is 10000. */
function chineseNumber(text: string): Rational | undefined {
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
