/** Units by every name they go by. Stated units part answers; nothing is converted. */

const table: Readonly<Record<string, string>> = {
  mm: 'mm millimeter millimetre millimeters millimetres',
  cm: 'cm cms centimeter centimetre centimeters centimetres',
  dm: 'dm decimeter decimetre decimeters decimetres',
  m: 'meter metre meters metres metros metro mètres mètre metri',
  km: 'km kms kilometer kilometre kilometers kilometres kilómetros kilomètres',
  in: 'inch inches',
  ft: 'ft foot feet',
  yd: 'yd yds yard yards',
  mi: 'mile miles mi',
  mg: 'mg milligram milligrams',
  g: 'gram grams gramm',
  kg: 'kg kgs kilogram kilograms kilo kilos',
  t: 'tonne tonnes ton tons',
  lb: 'lb lbs pound pounds',
  oz: 'oz ounce ounces',
  ms: 'ms millisecond milliseconds',
  s: 'sec secs second seconds sekunden secondes segundos',
  min: 'min mins minute minutes minuten minutos',
  h: 'hr hrs hour hours stunden heures horas',
  day: 'day days tage jours días',
  week: 'week weeks',
  month: 'month months',
  year: 'yr yrs year years',
  mL: 'ml mL milliliter millilitre milliliters millilitres',
  L: 'liter litre liters litres',
  gal: 'gal gallon gallons',
  Hz: 'Hz hz hertz',
  kHz: 'kHz',
  MHz: 'MHz',
  N: 'newton newtons',
  kN: 'kN',
  J: 'joule joules',
  kJ: 'kJ',
  eV: 'eV',
  MeV: 'MeV',
  GeV: 'GeV',
  keV: 'keV',
  W: 'watt watts',
  kW: 'kW',
  V: 'volt volts',
  A: 'ampere amperes amps amp',
  Pa: 'Pa pascal pascals',
  kPa: 'kPa',
  atm: 'atm',
  K: 'kelvin kelvins',
  mol: 'mol mole moles',
  ohm: 'ohm ohms',
  C: 'coulomb coulombs',
  'h^-1·mi': 'mph',
  'h^-1·km': 'kph kmh',
  dollar: 'dollar dollars usd USD bucks',
  cent: 'cent cents',
  euro: 'euro euros EUR eur €',
  pound: '£ GBP',
  yen: 'yen ¥ JPY',
  yuan: 'yuan RMB CNY 元',
  rupee: 'rupee rupees Rs ₹ INR',
  rad: 'rad rads radian radians',
  degree: 'degree degrees deg degs grad grados degrés градусов',
  unit: 'unit units',
}

const byName = new Map<string, string>(
  Object.entries(table).flatMap(([unit, names]) =>
    [unit, ...names.split(' ')].map((name) => [name, unit] as const),
  ),
)

/** Single letters that are units after a number when they stand in `\text{}`; bare, they may be unknowns. */
const singleLetters = new Set('m s g h t l N J W V A K L C M T F H'.split(' '))

/** The unit a word names, or `undefined`. A single letter is one only where letters cannot be unknowns. */
export function unitNamed(word: string, inText: boolean): string | undefined {
  if (word.length === 1 && /[a-z]/i.test(word)) {
    return inText && singleLetters.has(word) ? (word === 'l' ? 'L' : word) : undefined
  }
  return byName.get(word) ?? byName.get(word.toLowerCase())
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
