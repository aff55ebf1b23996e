import { z } from 'zod'
import type { Form } from './setting-form.ts'

/** A schema that takes what the form takes, in the form's own words. */
export function schemaOf<Value>(form: Form<Value>): z.ZodType<Value> {
  return z
    .unknown()
    .meta({ ...form.jsonSchema })
    .transform((written, context) => {
      const reading = form(written)
      if (reading.type === 'read') return reading.value
      context.addIssue(reading.wanted)
      return z.NEVER
    })
}
