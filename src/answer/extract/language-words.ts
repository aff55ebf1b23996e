import type { LanguageWords } from './language-row.ts'
import { latinWords } from './latin-words.ts'
import { otherScriptWords } from './other-script-words.ts'

/** The words of every language, by code. A language is one row; nothing else has to be changed to add one. */
export const languageWords: Readonly<Record<string, LanguageWords>> = { ...latinWords, ...otherScriptWords }
