import { z } from 'zod'
import { messageOf, UsageError } from '../ground/errors.ts'
import { checkableSchema } from './fields/checkable-schema.ts'
import { type Conditions, conditionsOf } from './fields/schema-conditions.ts'
import { isSchema, type Schema } from './fields/schema-keywords.ts'

/**
 * Whether a JSON value is of the shape that a JSON schema describes, as a function: what `AnswerContext.fits` takes.
 *
 * What the schema refers to elsewhere is not fetched, and lets everything pass; so do `unevaluatedProperties` and `unevaluatedItems`.
 *
 * @param schema - A JSON schema (draft 4, 7 or 2020-12).
 * @throws UsageError where the schema is none that can be checked.
 */
export function jsonFits(schema: unknown): (json: unknown) => boolean {
  if (!isSchema(schema)) {
    throw new UsageError(`${JSON.stringify(schema)} is no JSON schema.`, {
      fix: 'Give an object, as {"type":"object"}.',
    })
  }
  return schemaChecks(schema)(schema)
}

/**
 * Checks values against parts of one schema, each part read once.
 *
 * @param root - The whole schema, which its parts may refer to.
 */
export function schemaChecks(root: Schema): (part: Schema) => (json: unknown) => boolean {
  const known = new Map<Schema, (json: unknown) => boolean>()
  const check = (part: Schema): ((json: unknown) => boolean) => {
    const before = known.get(part)
    if (before !== undefined) return before
    const shape = shapeOf(checkableSchema(root, part))
    let conditions: Conditions | undefined
    const fits = (json: unknown) => {
      if (!shape.safeParse(json).success) return false
      conditions ??= conditionsOf(root, part, check)
      return conditions(json)
    }
    known.set(part, fits)
    return fits
  }
  return check
}

function shapeOf(schema: unknown): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  } catch (cause) {
    throw new UsageError(`The JSON schema cannot be checked here: ${messageOf(cause)}`, {
      fix: 'Leave out what it names.',
      cause,
    })
  }
}
