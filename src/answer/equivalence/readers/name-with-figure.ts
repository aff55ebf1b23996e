import { unitNamed } from '../structure/unit-names.ts'
import { functionNames } from '../syntax/commands.ts'
import { spokenNumber } from './spoken-number.ts'
import { type TextReader, whereOpen } from './text-reader.ts'

/** `Team 3`, `pH 7`, `Room 12B`, `Windows 95`, `Apollo 11`, `type 2 diabetes`. */
export const nameWithFigure: TextReader = {
  what: 'a name with a figure in it, as words; never a product of its letters',
  sign: /\s\d/,
  kinds: whereOpen,
  read(written) {
    const { plain } = written
    if (plain.length > 80 || plain.includes('\\')) return undefined
    const found =
      /^(\p{L}[\p{L}\p{M}'’.-]+)(?:\s\p{L}[\p{L}\p{M}'’.-]*)*\s\d+(?:\.\d+)?[A-Za-z]?(?:\s\p{L}[\p{L}\p{M}'’.-]+)*$/u.exec(
        plain,
      )
    const first = found?.[1] ?? ''
    return found === null || isRead(first) ? undefined : { shape: written.words(plain) }
  },
}

const greek = /^(?:pi|alpha|beta|gamma|delta|theta|lambda|mu|sigma|phi|psi|omega|sqrt|root)$/i

/** Words that the mathematics reads before a figure: functions, Greek letters, currencies, numbers. */
function isRead(word: string): boolean {
  return (
    Object.hasOwn(functionNames, word) ||
    greek.test(word) ||
    unitNamed(word.replace(/\.$/, ''), true) !== undefined ||
    spokenNumber(word, 'en') !== undefined
  )
}
