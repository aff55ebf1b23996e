/** Months in the languages of the engine, January first; a name may have several forms, divided by `/`. */
const months: readonly string[] = [
  // English, with the short forms that need no full stop.
  'january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec',
  // German, with Austrian January and February.
  'januar/jänner februar/feber märz/maerz april mai juni juli august september oktober/okt november dezember/dez',
  'janvier/janv février/fevrier/févr mars avril/avr mai juin juillet/juil août/aout septembre octobre novembre décembre/decembre/déc',
  'enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro março/marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'januari februari maart april mei juni juli augustus september oktober november december',
  'stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec lipca/lipiec sierpnia/sierpień września/wrzesień października/październik listopada/listopad grudnia/grudzień',
  'ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie',
  'ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık',
  'января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль августа/август сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь',
  'січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень',
  'ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen září října/říjen listopadu prosince/prosinec',
  'januari februari mars april maj juni juli augusti september oktober november december',
  'januar februar marts april maj juni juli august september oktober november december',
  'tammikuuta/tammikuu helmikuuta/helmikuu maaliskuuta/maaliskuu huhtikuuta/huhtikuu toukokuuta/toukokuu kesäkuuta/kesäkuu heinäkuuta/heinäkuu elokuuta/elokuu syyskuuta/syyskuu lokakuuta/lokakuu marraskuuta/marraskuu joulukuuta/joulukuu',
  'január február március április május június július augusztus szeptember október november december',
  'ιανουαρίου/ιανουάριος φεβρουαρίου/φεβρουάριος μαρτίου/μάρτιος απριλίου/απρίλιος μαΐου/μάιος ιουνίου/ιούνιος ιουλίου/ιούλιος αυγούστου/αύγουστος σεπτεμβρίου/σεπτέμβριος οκτωβρίου/οκτώβριος νοεμβρίου/νοέμβριος δεκεμβρίου/δεκέμβριος',
  'januari februari maret april mei juni juli agustus september oktober november desember',
  'јануар/јануара фебруар/фебруара март/марта април/априла мај/маја јун/јуна јул/јула август/августа септембар/септембра октобар/октобра новембар/новембра децембар/децембра',
  'siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj lipnja/lipanj srpnja/srpanj kolovoza/kolovoz rujna/rujan listopada/listopad studenoga/studeni prosinca/prosinac',
  'يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر',
  'जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर',
]

/** Names that two languages give to other months (`listopad`, `srpanj`): without a language they say no month. */
const positions = new Map<string, number>()
const ambiguous = new Set<string>()
for (const row of months) {
  for (const [position, names] of row.split(' ').entries()) {
    for (const name of names.split('/')) {
      const known = positions.get(name)
      if (known !== undefined && known !== position + 1) ambiguous.add(name)
      positions.set(name, position + 1)
    }
  }
}

/** The month that a word names, 1 for January; `undefined` where it names none, or two. */
export function monthNamed(word: string): number | undefined {
  const folded = word.toLowerCase().replace(/\.$/, '')
  return ambiguous.has(folded) ? undefined : positions.get(folded)
}

const weekdays = [
  'monday/mon/montag/lundi/lunes/lunedì/segunda-feira/maandag/poniedziałek/понедельник',
  'tuesday/tue/tues/dienstag/mardi/martes/martedì/terça-feira/dinsdag/wtorek/вторник',
  'wednesday/wed/mittwoch/mercredi/miércoles/mercoledì/quarta-feira/woensdag/środa/среда',
  'thursday/thu/thur/thurs/donnerstag/jeudi/jueves/giovedì/quinta-feira/donderdag/czwartek/четверг',
  'friday/fri/freitag/vendredi/viernes/venerdì/sexta-feira/vrijdag/piątek/пятница',
  'saturday/sat/samstag/sonnabend/samedi/sábado/sabato/zaterdag/sobota/суббота',
  'sunday/sun/sonntag/dimanche/domingo/domenica/zondag/niedziela/воскресенье',
]
const dayOfWeek = new Map(
  weekdays.flatMap((names, day) => names.split('/').map((name) => [name, day + 1] as const)),
)

/** The day of the week that a word names, 1 for Monday. */
export function weekdayNamed(word: string): number | undefined {
  return dayOfWeek.get(word.toLowerCase().replace(/\.$/, ''))
}
