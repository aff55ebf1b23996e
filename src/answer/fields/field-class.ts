import type { AnswerContext } from '../answer.ts'
import { keyAnswer } from '../equivalence/key-answer.ts'
import { jsonKey } from '../equivalence/structure/json.ts'
import { dateKey, dateTimeKey, durationKey, emailKey, timeKey, uriKey } from './format-keys.ts'
import { ExactNumber, type Json, jsonText } from './json-value.ts'
import type { Comparison } from './schema-nodes.ts'

/** The class of a field that is not there. */
export const absentClass = 'absent'

const formatKeys: Partial<Record<Comparison, (text: string) => string | undefined>> = {
  date: dateKey,
  'date-time': dateTimeKey,
  time: timeKey,
  duration: durationKey,
  email: emailKey,
  uri: uriKey,
}

/**
 * Tells which values of fields say the same: equal classes are one answer. Null, a field that is not there and an empty text are three.
 *
 * @param context - Language of the texts.
 */
export function fieldClasses({ language }: Pick<AnswerContext, 'language'> = {}): FieldClasses {
  const texts = new Map<string, string>()
  const context: AnswerContext = { kind: 'text', ...(language === undefined ? {} : { language }) }
  const values = new Map<string, string>()
  /** Numbers exact, keys of objects in any order. */
  const valueKey = (text: string) => {
    const key = values.get(text) ?? jsonKey(text) ?? text
    values.set(text, key)
    return key
  }
  return (value, comparison) => {
    if (value === undefined) return absentClass
    if (typeof value === 'number' && Number.isSafeInteger(value)) return `number ${value}`
    if (typeof value === 'number' || value instanceof ExactNumber)
      return `number ${valueKey(jsonText(value))}`
    if (typeof value !== 'string') return `json ${valueKey(jsonText(value))}`
    if (comparison === 'exact' || comparison === 'whole' || value.trim() === '') return `string ${value}`
    const meaning = formatKeys[comparison]?.(value.trim())
    if (meaning !== undefined) return `${comparison} ${meaning}`
    const known = texts.get(value)
    if (known !== undefined) return known
    const [{ key, unit }] = keyAnswer(value, context).readings
    const made = `text ${key}${unit === '' ? '' : ` ${unit}`}`
    texts.set(value, made)
    return made
  }
}

/** The class of a value, or of none, under a comparison. */
export type FieldClasses = (value: Json | undefined, comparison: Comparison) => string
