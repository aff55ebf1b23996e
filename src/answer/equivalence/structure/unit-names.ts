/** Units by every name they go by. Letter case counts in symbols: mW and MW are two. Stated units part answers; nothing is converted. */

/** Units that prefixes stand before: symbol, then names. */
const prefixed: Readonly<Record<string, string>> = {
  m: 'meter metre meters metres metros metro mètres mètre metri',
  g: 'gram grams gramm gramme grammes gramos',
  s: 'sec secs second seconds sekunden sekunde secondes seconde segundos segundo',
  A: 'ampere amperes amps amp',
  K: 'kelvin kelvins',
  mol: 'mole moles',
  cd: 'candela',
  Hz: 'hz hertz',
  N: 'newton newtons',
  Pa: 'pascal pascals',
  J: 'joule joules',
  W: 'watt watts',
  C: 'coulomb coulombs',
  V: 'volt volts',
  F: 'farad farads',
  ohm: 'ohms Ω Ohm',
  S: 'siemens',
  Wb: 'weber webers',
  T: 'tesla teslas',
  H: 'henry henries henrys',
  lm: 'lumen lumens',
  lx: 'lux',
  Bq: 'becquerel becquerels',
  Gy: 'gray grays',
  Sv: 'sievert sieverts',
  L: 'l liter litre liters litres litros',
  eV: 'electronvolt electronvolts',
  cal: 'calorie calories',
  Wh: 'watthour watthours',
  Ah: '',
  bit: 'b bits',
  byte: 'B bytes',
  bar: 'bars',
  M: 'molar',
  t: 'tonne tonnes ton tons',
  pc: 'parsec parsecs',
  Da: 'dalton daltons',
}

/** Prefixes: symbol, then name. */
const prefixes: readonly (readonly [symbol: string, name: string])[] = [
  ['f', 'femto'],
  ['p', 'pico'],
  ['n', 'nano'],
  ['μ', 'micro'],
  ['m', 'milli'],
  ['c', 'centi'],
  ['d', 'deci'],
  ['h', 'hecto'],
  ['k', 'kilo'],
  ['M', 'mega'],
  ['G', 'giga'],
  ['T', 'tera'],
]

/** Units without prefixes, and other ways to write one with its prefix. */
const table: Readonly<Record<string, string>> = {
  mm: 'MM mms',
  cm: 'cms CM',
  km: 'kms KM Km kilómetros kilómetro kilomètres kilomètre',
  in: 'inch inches',
  ft: 'foot feet',
  yd: 'yds yard yards',
  mi: 'mile miles',
  kg: 'kgs KG Kg kilo kilos',
  lb: 'lbs pound pounds',
  oz: 'ounce ounces',
  min: 'mins minute minutes minuten minutos minuti',
  h: 'hr hrs hour hours stunden stunde heures heure horas hora ore',
  day: 'days tage tag jours jour días día',
  week: 'weeks wk wks',
  month: 'months',
  year: 'yr yrs years',
  mL: 'ml ML',
  gal: 'gallon gallons',
  qt: 'quart quarts',
  cup: 'cups',
  tsp: 'teaspoon teaspoons tsps',
  tbsp: 'tablespoon tablespoons tbsps',
  kohm: 'kilohm kilohms',
  Mohm: 'megohm megohms',
  byte·k: 'KB kB',
  bit·k: 'kb Kb',
  kibibyte: 'KiB',
  mebibyte: 'MiB',
  gibibyte: 'GiB',
  atm: 'atmosphere atmospheres',
  mmHg: 'torr Torr',
  psi: '',
  dB: 'db decibel decibels',
  rpm: 'RPM',
  ppm: '',
  amu: '',
  ha: 'hectare hectares',
  acre: 'acres',
  ly: 'lightyear lightyears',
  AU: 'au',
  N·m: 'Nm',
  'h^-1·mi': 'mph MPH',
  'h^-1·km': 'kph kmh KPH',
  'bit·s^-1': 'bps',
  'Mbit·s^-1': 'Mbps mbps',
  'Mbyte·s^-1': 'MBps',
  'kbit·s^-1': 'kbps Kbps',
  'Gbit·s^-1': 'Gbps',
  'Gbyte·s^-1': 'GBps',
  dollar: 'dollars usd USD bucks $ US$',
  cent: 'cents ¢',
  euro: 'euros EUR eur € Euro',
  sterling: '£ GBP quid',
  yen: '¥ JPY',
  yuan: 'RMB CNY 元',
  rupee: 'rupees Rs ₹ INR',
  rad: 'rads radian radians',
  degree: 'degrees deg degs grad grados degrés градусов °',
  'degree C': 'celsius centigrade ℃ °C',
  'degree F': 'fahrenheit ℉ °F',
  unit: 'units',
}

/** Bare words behind a number that were letters side by side before they were units: `6nm` may be 6·n·m. */
const openWithoutText = /^[a-z]{2}$/
const sureWithoutText = new Set('mm cm dm km in ft yd mi mg kg lb oz ms hr yr ml'.split(' '))

const byName = new Map<string, string>()
/** Names of words, whose letter case says nothing. */
const byFoldedName = new Map<string, string>()

function name(unit: string, names: readonly string[]): void {
  for (const one of names) {
    byName.set(one, unit)
    if (one.length > 3 && one === one.toLowerCase()) byFoldedName.set(one, unit)
  }
}

for (const [unit, names] of Object.entries(prefixed)) {
  const all = [unit, ...names.split(' ').filter((one) => one !== '')]
  name(unit, all)
  for (const [symbol, word] of prefixes) {
    for (const one of all) {
      const isSymbol = one.length < 4 && !/^(?:sec|amp|lux|tons?)$/.test(one)
      if (isSymbol) name(symbol + unit, symbol === 'μ' ? [`μ${one}`, `u${one}`, `µ${one}`] : [symbol + one])
      else name(symbol + unit, [word + one])
    }
  }
}
for (const [unit, names] of Object.entries(table))
  name(unit, [unit, ...names.split(' ').filter((one) => one !== '')])

/** Single letters that are units after a number when they stand in `\text{}`; bare, they may be unknowns. */
const singleLetters = new Set('m s g h t l N J W V A K L C M T F H b B S'.split(' '))

/** The unit a word names, or `undefined`. Letters are one only where they cannot be unknowns. */
export function unitNamed(word: string, inText: boolean): string | undefined {
  if (word.length === 1 && /[a-z]/i.test(word))
    return inText && singleLetters.has(word) ? byName.get(word) : undefined
  if (!inText && openWithoutText.test(word) && !sureWithoutText.has(word)) return undefined
  return byName.get(word) ?? byFoldedName.get(word.toLowerCase())
}

/** Whether a bare run of two letters behind a number may be a unit: `532nm`. */
export function isOpenUnit(word: string): boolean {
  return openWithoutText.test(word) && !sureWithoutText.has(word) && byName.has(word)
}

/** Whether a bare letter after a number may be a unit: `3s`, `12m`, with a space between also `300 K`. */
export function isUnitLetter(letter: string, spaced: boolean): boolean {
  return /^[smgh]$/.test(letter) || (spaced && /^[A-Z]$/.test(letter) && singleLetters.has(letter))
}

/** Words that count things and name no unit: they are dropped, and part nothing. */
export const ordinalEndings: ReadonlySet<string> = new Set(['th', 'st', 'nd', 'rd'])

/** Words for powers of ten. */
export const scaleWords: ReadonlyMap<string, bigint> = new Map(
  Object.entries({
    dozen: 12n,
    hundred: 100n,
    thousand: 1000n,
    million: 1_000_000n,
    millions: 1_000_000n,
    billion: 1_000_000_000n,
    billions: 1_000_000_000n,
    trillion: 1_000_000_000_000n,
    lakh: 100_000n,
    crore: 10_000_000n,
    万: 10_000n,
    亿: 100_000_000n,
    millionen: 1_000_000n,
    milliarden: 1_000_000_000n,
    millones: 1_000_000n,
  }),
)

/** Words for a hundredth. */
export const percentWords: ReadonlySet<string> = new Set([
  'percent',
  'percentage',
  'percents',
  'pct',
  'prozent',
  'procent',
  'porcento',
  'pourcent',
  'процент',
  'процента',
  'процентов',
])
