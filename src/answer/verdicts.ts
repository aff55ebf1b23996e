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

/** "No solution" in the languages of the models, in lower case: the empty set. */
export const noSolution: readonly string[] = `
  no solution|no solutions|no real solution|no real solutions|no real root|no real roots|no integer solution|no integer solutions
  aucune solution|aucune solution réelle|pas de solution|keine lösung|keine lösungen|keine reelle lösung|keine reellen lösungen
  sin solución|ninguna solución|no tiene solución|no tiene soluciones|no hay solución|no hay soluciones
  sem solução|nenhuma solução|não tem solução|não há solução|não há soluções|nessuna soluzione|non ha soluzioni|non ci sono soluzioni
  geen oplossing|geen oplossingen|brak rozwiązań|brak rozwiązania|nie ma rozwiązań|nicio soluție|nu are soluții|nu există soluții
  нет решений|нет решения|не имеет решений|немає розв'язків|не має розв'язків|nema rešenja|нема решења
  καμία λύση|δεν υπάρχει λύση|δεν έχει λύση|çözüm yok|çözümü yok|çözüm yoktur|çözümü yoktur
  لا يوجد حل|لا توجد حلول|ليس لها حل|جوابی ندارد|راه حلی ندارد|कोई हल नहीं|कोई समाधान नहीं|কোনো সমাধান নেই|कुनै समाधान छैन
  无解|無解|没有解|没有实数解|无实数解|解なし|解はない|解はありません|해가 없다|해가 없습니다|해 없음
  vô nghiệm|không có nghiệm|tidak ada solusi|tidak ada penyelesaian|tidak memiliki solusi`
  .split(/[|\n]/)
  .map((phrase) => phrase.trim())
  .filter((phrase) => phrase !== '')
