import type { AnswerContext } from '../answer/answer.ts'
import { fieldReader } from '../answer/fields/field-reader.ts'
import type { FieldReader } from '../answer/fields/field-tally.ts'
import type { Manifest } from '../journal/manifest.ts'

const readers = new WeakMap<object, FieldReader>()

/** What a run asked for of every answer: what fits its schema, and what reads its fields. */
export function runContext({
  answer,
  request: { format },
  salvage,
}: Pick<Manifest, 'answer' | 'request' | 'salvage'>): AnswerContext {
  const asked = answer as AnswerContext
  if (answer.kind !== 'json' || typeof format !== 'object' || format === null) return asked
  const reader = readers.get(format) ?? fieldReader(format, asked)
  readers.set(format, reader)
  return { ...asked, fits: salvage ? reader.fitsInPart : reader.fits, fields: reader }
}
