/** English names of languages, as data sets write them, and the codes they stand for. */
const codesByName: ReadonlyMap<string, string> = new Map(
  Object.entries({
    afrikaans: 'af',
    albanian: 'sq',
    amharic: 'am',
    arabic: 'ar',
    armenian: 'hy',
    azerbaijani: 'az',
    basque: 'eu',
    belarusian: 'be',
    bengali: 'bn',
    bulgarian: 'bg',
    burmese: 'my',
    catalan: 'ca',
    chinese: 'zh',
    croatian: 'hr',
    czech: 'cs',
    danish: 'da',
    dutch: 'nl',
    english: 'en',
    estonian: 'et',
    farsi: 'fa',
    filipino: 'tl',
    finnish: 'fi',
    french: 'fr',
    galician: 'gl',
    georgian: 'ka',
    german: 'de',
    greek: 'el',
    gujarati: 'gu',
    hebrew: 'he',
    hindi: 'hi',
    hungarian: 'hu',
    icelandic: 'is',
    indonesian: 'id',
    italian: 'it',
    japanese: 'ja',
    kannada: 'kn',
    kazakh: 'kk',
    khmer: 'km',
    korean: 'ko',
    latvian: 'lv',
    lithuanian: 'lt',
    macedonian: 'mk',
    malay: 'ms',
    malayalam: 'ml',
    marathi: 'mr',
    nepali: 'ne',
    norwegian: 'no',
    persian: 'fa',
    polish: 'pl',
    portuguese: 'pt',
    punjabi: 'pa',
    romanian: 'ro',
    russian: 'ru',
    serbian: 'sr',
    slovak: 'sk',
    slovenian: 'sl',
    spanish: 'es',
    swahili: 'sw',
    swedish: 'sv',
    tagalog: 'tl',
    tamil: 'ta',
    telugu: 'te',
    thai: 'th',
    turkish: 'tr',
    ukrainian: 'uk',
    urdu: 'ur',
    uzbek: 'uz',
    vietnamese: 'vi',
  }),
)

/** Codes written in place of the usual ones. */
const codesByAlias: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nb: 'no',
    nn: 'no',
    fil: 'tl',
    cmn: 'zh',
    in: 'id',
    iw: 'he',
  }),
)

/**
 * The two-letter code of a language tag or an English language name: `pt-BR` gives `pt`, `French` gives `fr`.
 *
 * @returns `undefined` where no language was named; an unknown tag is given back in lower case.
 */
export function languageCode(language: string | undefined): string | undefined {
  if (language === undefined) return undefined
  const primary = language
    .trim()
    .toLowerCase()
    .split(/[-_ (]/, 1)[0]
  if (primary === undefined || primary === '' || primary === 'und') return undefined
  return codesByName.get(primary) ?? codesByAlias.get(primary) ?? primary
}
