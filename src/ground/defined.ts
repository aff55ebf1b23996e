/** `T` where a field that may be `undefined` may be absent instead. */
export type Defined<T> = {
  [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key]
} & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>
} extends infer Both
  ? { [Key in keyof Both]: Both[Key] }
  : never

/**
 * The fields that have a value, in their order: an absent field says that there is none, in JSON and in types alike.
 *
 * @param fields - Own fields, each of them a value or `undefined`; `null` is a value.
 * @returns A new object.
 */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) kept[key] = value
  }
  return kept as Defined<T>
}
