import { expect, it } from 'vitest'
import { schemaOf } from '../../src/config/form-schema.ts'
import {
  duration,
  type Form,
  filledText,
  numberFrom,
  oneOf,
  toggle,
  wholeNumber,
} from '../../src/config/setting-form.ts'

const cases: [string, Form<unknown>, unknown, unknown][] = [
  ['text', filledText, 'a', 'a'],
  ['a toggle', toggle, false, false],
  ['a whole number', wholeNumber(1, 512), 512, 512],
  ['a whole number without an upper end', wholeNumber(1), 1_000_000, 1_000_000],
  ['a number', numberFrom(0, 1), 0.5, 0.5],
  ['one of some values', oneOf(['force', 'drop']), 'drop', 'drop'],
  ['a duration', duration, '10m', 600_000],
]

it.each(cases)('reads %s', (_, form, written, value) => {
  expect(form(written)).toEqual({ type: 'read', value })
  expect(schemaOf(form).parse(written)).toEqual(value)
})

it.each<[form: Form<unknown>, written: unknown, wanted: string, advice?: string]>([
  [filledText, 7, 'text'],
  [filledText, '', 'text that is not empty'],
  [toggle, 'true', 'true or false'],
  [wholeNumber(1, 512), 513, 'a whole number from 1 to 512'],
  [wholeNumber(1, 512), 1.5, 'a whole number from 1 to 512'],
  [wholeNumber(1), 0, 'a whole number, 1 or more'],
  [numberFrom(0, 1), Number.NaN, 'a number from 0 to 1'],
  [numberFrom(0, 1), '0.5', 'a number from 0 to 1'],
  [oneOf(['force', 'retry', 'drop']), 'ignore', '"force", "retry" or "drop"'],
  [duration, 600, 'a duration in quotes, as "30s" or "10m"'],
  [duration, '600', '"600" has no unit. Write 600s or 600m.', '"600" has no unit. Write 600s or 600m.'],
])(
  'refuses what is of another form, and a schema says the same of a file: %#',
  (form, written, wanted, advice = `Give it ${wanted}.`) => {
    expect(form(written)).toEqual({ type: 'refused', wanted, advice })
    expect(
      schemaOf(form)
        .safeParse(written)
        .error?.issues.map(({ message }) => message),
    ).toEqual([wanted])
  },
)
