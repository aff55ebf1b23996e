import type { DatasetFormat } from './format.ts'
import { problemFields } from './problem-fields.ts'
import { findField } from './record.ts'

/**
 * Magi's own shape, and the one everything else can be mapped to: `{"id", "prompt", "answer", "kind"?, "choices"?, "images"?, "language"?}`.
 *
 * In CSV, which has no lists, `answer`, `choices` and `images` may be written as a JSON list.
 */
export const plainFormat: DatasetFormat = {
  name: 'plain',
  recognises: (records) => records.some(({ fields }) => findField(fields, 'prompt') !== undefined),
  fields: Object.fromEntries(problemFields.map((field) => [field, [field]])),
}
