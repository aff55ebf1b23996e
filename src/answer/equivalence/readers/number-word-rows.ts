/** Words for whole numbers from 0 on, then for the tens from 20 on, then for a hundred and a thousand; forms of one number divided by `/`. */
export interface NumberWords {
  readonly ones: string
  readonly tens?: string
  readonly hundred?: string
  readonly thousand?: string
  /** How tens and ones are put together: `-` or ` ` between, `and` before the ones, `ones-and-tens` as German does. */
  readonly join?: 'tens ones' | 'tens and ones' | 'ones and tens'
  readonly and?: string
}

/** By language; English is spoken in full by `englishNumber`. */
export const numberWordRows: Readonly<Record<string, NumberWords>> = {
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
