/** `T`, JSON data, with nothing in it that can be written to, however deep. */
export type Immutable<T> = T extends object ? { readonly [Key in keyof T]: Immutable<T[Key]> } : T
