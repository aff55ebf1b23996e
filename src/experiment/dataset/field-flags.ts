import { UsageError } from '../../ground/errors.ts'
import { didYouMean } from '../../ground/nearest-name.ts'
import type { FieldNames } from './format.ts'
import { problemFields } from './problem-fields.ts'

/**
 * Reads what the user said of the fields: `prompt=question`, one a flag.
 *
 * @throws UsageError for anything else, and for a field named twice.
 */
export function parseFieldFlags(flags: readonly string[]): FieldNames {
  const names: { [field in (typeof problemFields)[number]]?: string } = {}
  for (const flag of flags) {
    const [, written = '', name = ''] = /^([^=]*)=(.*)$/s.exec(flag) ?? []
    const field = problemFields.find((known) => known === written.trim())
    if (field === undefined || name === '') {
      throw new UsageError(`--field ${flag}: this is not of the form prompt=question.`, {
        fix: `${didYouMean(written, problemFields)} On the left stands one of: ${problemFields.join(', ')}.`.trim(),
      })
    }
    if (names[field] !== undefined) {
      throw new UsageError(`--field ${field} is given twice.`, { fix: 'Give each field once.' })
    }
    names[field] = name
  }
  return names
}
