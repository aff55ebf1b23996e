/** Words that answer a question by themselves, in lower case: yes and no in the languages of the models, and their kin. */
const verdicts = new Set(
  `yes no true false none never always both neither
  oui non vrai faux ja nein wahr falsch sí si verdadero falso sim não verdadeiro sì vero nee waar onwaar
  tak nie prawda fałsz da nu adevărat fals ναι όχι σωστό λάθος evet hayır doğru yanlış
  да нет истина ложь верно неверно так ні правда тачно нетачно не ne tačno netačno
  نعم لا صحيح خطأ بله خیر درست نادرست हाँ हां नहीं सत्य असत्य हो होइन হ্যাঁ না সত্য মিথ্যা
  是 否 对 错 對 錯 真 假 はい いいえ 正しい 네 예 아니요 아니오 참 거짓
  có không đúng sai ya tidak benar salah bukan ใช่ ไม่ใช่ ndiyo hapana kweli si kweli`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Whether a value is one of the words that answer by themselves: "yes", "Нет", "いいえ". */
export function isVerdict(value: string): boolean {
  return verdicts.has(value.trim().normalize('NFC').toLowerCase())
}
