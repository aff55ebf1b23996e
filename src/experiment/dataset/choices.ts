import { letterOfPosition } from '../../answer/option-letters.ts'
import { isFields } from '../../ground/fields.ts'
import { isFilled } from './record.ts'

/** The options of a problem, with the labels that the file gives them. */
export interface Choices {
  /** In order. Whatever is no text or number is left as it is, for the schema to refuse. */
  readonly texts: readonly unknown[]
  /** One for each text; absent where the file has none. */
  readonly labels?: readonly string[]
}

/**
 * Reads options in the shapes that problem sets have: a list of texts; a list of `{"label", "text"}`; `{"label": […], "text": […]}` (ARC,
 * CommonsenseQA); `{"A": …, "B": …}` (MedQA).
 *
 * @returns `undefined` for anything else.
 */
export function choicesOf(value: unknown): Choices | undefined {
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.every((item) => isFields(item) && isFilled(item['text'])))
      return { texts: value.map(asText) }
    const labels = value.map((item) => item['label'])
    return { texts: value.map((item) => asText(item['text'])), ...labelled(labels, value.length) }
  }
  if (!isFields(value)) return undefined
  const { text, label } = value
  if (Array.isArray(text)) {
    return { texts: text.map(asText), ...labelled(Array.isArray(label) ? label : [], text.length) }
  }
  const options = Object.entries(value).filter(([, option]) => option !== null)
  return options.length > 0 && options.every(([, option]) => typeof option === 'string')
    ? { texts: options.map(([, option]) => option), labels: options.map(([name]) => name) }
    : undefined
}

/** The letter of the right option: given by its label, as a letter, by its text, or by its place from 0 as a number (as MMLU does). */
export function letterOf(answer: unknown, { texts, labels = [] }: Choices): string | undefined {
  const written = String(answer).trim()
  const letters = texts.map((_, place) => letterOfPosition(place))
  const labelled = labels.findIndex((label) => label.toLowerCase() === written.toLowerCase())
  if (labelled >= 0) return letters[labelled]
  if (letters.includes(written.toUpperCase())) return written.toUpperCase()
  const place = texts.findIndex((text) => String(text).trim() === written)
  if (place >= 0) return letters[place]
  return typeof answer === 'number' ? letters[answer] : undefined
}

function labelled(labels: readonly unknown[], count: number): Pick<Choices, 'labels'> {
  const names = labels.map((label) => (isFilled(label) ? String(label).trim() : ''))
  const whole = names.length === count && new Set(names).size === count && !names.includes('')
  return whole ? { labels: names } : {}
}

function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value
}
