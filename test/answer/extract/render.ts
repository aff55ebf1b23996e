/** Sentences that announce an answer the way people write it in each language; `<>` stands for the answer. */
export const sentences: Readonly<Record<string, readonly string[]>> = {
  en: [
    'The answer is <>.',
    'Therefore, the final answer is <>.',
    'Answer: <>',
    '**Final Answer:** <>',
    '**Final Answer**\n\n<>',
    '### Final answer\n<>',
    'So the correct answer is <>.',
    'My final answer: <>',
    'The final answer to the second question is <>.',
    'The answer, in simplest form, is <>.',
    'The answer should be <>.',
    'Thus the answer is simply <>.',
    'ANSWER: <>',
    '<> is the answer.',
  ],
  fr: [
    'La réponse est <>.',
    'Réponse : <>',
    'La réponse finale est donc <>.',
    '**Réponse finale :** <>',
    'Le résultat est <>.',
  ],
  de: [
    'Die Antwort ist <>.',
    'Die Antwort lautet <>.',
    'Antwort: <>',
    'Das Ergebnis beträgt <>.',
    'Die endgültige Antwort lautet <>.',
    'Die Antwort auf die Frage lautet: <>',
  ],
  es: [
    'La respuesta es <>.',
    'Respuesta: <>',
    'Por lo tanto, la respuesta final es <>.',
    '**Respuesta final:** <>',
    'El resultado es <>.',
  ],
  pt: ['A resposta é <>.', 'Resposta: <>', 'Portanto, a resposta final é <>.', 'O resultado é <>.'],
  it: ['La risposta è <>.', 'Risposta: <>', 'Quindi la risposta finale è <>.', 'Il risultato è <>.'],
  nl: [
    'Het antwoord is <>.',
    'Antwoord: <>',
    'Het uiteindelijke antwoord luidt <>.',
    'Dus het antwoord is <>.',
    'De uitkomst is <>.',
  ],
  pl: [
    'Odpowiedź to <>.',
    'Odpowiedź: <>',
    'Odpowiedzią jest <>.',
    'Ostateczna odpowiedź brzmi <>.',
    'Wynik wynosi <>.',
  ],
  ro: ['Răspunsul este <>.', 'Răspuns: <>', 'Răspunsul final este <>.', 'Rezultatul este <>.'],
  el: ['Η απάντηση είναι <>.', 'Απάντηση: <>', 'Η τελική απάντηση είναι <>.', 'Το αποτέλεσμα είναι <>.'],
  tr: ['Cevap <>.', 'Cevap: <>', 'Doğru cevap: <>', 'Yanıt: <>', 'Sonuç: <>'],
  ru: [
    'Ответ: <>',
    'Ответ — <>.',
    'Правильный ответ: <>.',
    'Окончательный ответ: <>.',
    'Ответ равен <>.',
    'Итак, ответом является <>.',
  ],
  uk: ['Відповідь: <>', 'Відповідь — <>.', 'Остаточна відповідь: <>.', 'Отже, відповідь дорівнює <>.'],
  sr: [
    'Одговор је <>.',
    'Одговор: <>',
    'Коначан одговор је <>.',
    'Odgovor je <>.',
    'Odgovor: <>',
    'Konačan odgovor je <>.',
  ],
  ar: ['الجواب هو <>.', 'الإجابة: <>', 'الإجابة النهائية هي <>.', 'إذن، الجواب هو <>.', 'لذا فالجواب هو <>'],
  fa: [
    'پاسخ: <>',
    'پاسخ <> است.',
    'پاسخ نهایی: <>',
    'جواب برابر است با <>.',
    'بنابراین پاسخ نهایی برابر با <> است.',
  ],
  hi: ['उत्तर: <>', 'उत्तर <> है।', 'अंतिम उत्तर: <>', 'सही उत्तर है <>।', 'इसलिए, उत्तर <> है।'],
  bn: ['উত্তর: <>', 'উত্তর হল <>।', 'চূড়ান্ত উত্তর হলো <>।', 'সুতরাং, উত্তর <>।'],
  ne: ['उत्तर: <>', 'उत्तर <> हो।', 'अन्तिम उत्तर: <>'],
  zh: ['答案是 <>。', '答案：<>', '所以，最终答案为 <>。', '因此答案是<>。', '答：<>', '【答案】<>'],
  ja: ['答えは<>です。', '答え：<>', 'したがって、最終的な答えは <> です。', '正解は <> です。'],
  ko: ['정답은 <>입니다.', '답: <>', '따라서 최종 답은 <> 입니다.', '정답: <>'],
  vi: ['Đáp án là <>.', 'Đáp án: <>', 'Vậy đáp án cuối cùng là <>.', 'Câu trả lời là <>.'],
  id: [
    'Jawabannya adalah <>.',
    'Jawaban: <>',
    'Jadi, jawaban akhirnya adalah <>.',
    'Jawapan akhir ialah <>.',
  ],
  th: ['คำตอบคือ <>', 'คำตอบ: <>', 'ดังนั้น คำตอบสุดท้ายคือ <>'],
  sw: ['Jibu ni <>.', 'Jibu: <>', 'Kwa hiyo, jibu la mwisho ni <>.'],
  te: ['సమాధానం <>.', 'సమాధానం: <>'],
  ta: ['விடை: <>', 'பதில் <>'],
  ur: ['جواب: <>', 'جواب <> ہے۔'],
  he: ['התשובה היא <>.', 'תשובה: <>'],
  sv: ['Svaret är <>.', 'Svar: <>'],
  da: ['Svaret er <>.', 'Svar: <>'],
  no: ['Svaret er <>.', 'Svar: <>'],
  cs: ['Odpověď je <>.', 'Výsledek: <>'],
  sk: ['Odpoveď je <>.', 'Výsledok: <>'],
  hr: ['Odgovor je <>.', 'Odgovor: <>'],
  bg: ['Отговорът е <>.', 'Отговор: <>'],
  hu: ['A válasz: <>', 'A végeredmény: <>'],
  fi: ['Vastaus on <>.', 'Vastaus: <>'],
  ca: ['La resposta és <>.', 'Resposta: <>'],
}

/** Ways an answer is set: `<>` is the answer itself. */
export const wrappings: Readonly<Record<string, string>> = {
  plain: '<>',
  bold: '**<>**',
  inline: '$<>$',
  paren: '\\(<>\\)',
  display: '$$ <> $$',
  bracket: '\n\\[\n<>\n\\]\n',
  boxed: '\\boxed{<>}',
  boxedInline: '$\\boxed{<>}$',
  boldInline: '**$<>$**',
}

/** Working that comes before, with numbers and formulas that are no answer. */
export const workings: readonly string[] = [
  '',
  '5 + 6 = 11. ',
  'Let $y = 3$ and $z = 4$.\n\n1. Add 7.\n2. Take 8.\n\n',
  'We get \\(17 + 4\\), that is **21** in 3 steps.\n\n',
]

/** What people write after an answer; none of it is one. */
export const remarks: readonly string[] = [
  '',
  '\n',
  ' I hope this helps!',
  '\n\nLet me know if anything is unclear.',
  ' (3)',
  '\n\n<|im_end|>',
]

/** A text that gives an answer in a language: working, sentence, setting and remark. */
export function render(answer: string, { sentence, wrapping, working = '', remark = '' }: Rendering): string {
  return working + sentence.replace('<>', () => wrapping.replace('<>', () => answer)) + remark
}

export interface Rendering {
  readonly sentence: string
  readonly wrapping: string
  readonly working?: string
  readonly remark?: string
}
