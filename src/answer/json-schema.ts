import { z } from 'zod'
import { messageOf, UsageError } from '../ground/errors.ts'

/**
 * Whether a JSON value is of the shape that a JSON schema describes, as a function: what `AnswerContext.fits` takes.
 *
 * @param schema - A JSON schema (draft 4, 7 or 2020-12).
 * @throws UsageError where the schema is none that can be checked.
 */
export function jsonFits(schema: unknown): (json: unknown) => boolean {
  try {
    const shape = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
    return (json) => shape.safeParse(json).success
  } catch (cause) {
    throw new UsageError(`The JSON schema cannot be checked here: ${messageOf(cause)}`, {
      fix: 'Leave out what it names.',
      cause,
    })
  }
}
