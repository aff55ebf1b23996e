/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>

/** Whether a value is an object of JSON; arrays and `null` do not count. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
