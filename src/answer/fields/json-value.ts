import { parseExactJson } from '../../ground/exact-json.ts'

/** A number that a double does not hold exactly: its digits as written. */
export class ExactNumber {
  readonly digits: string

  constructor(digits: string) {
    this.digits = digits
  }
}

/** A part of a ballot that does not fit the schema, where the rest of it may vote: it abstains there. */
class Unfit {
  readonly isUnfit = true
}

/** In place of such a part. */
export const unfit = new Unfit()

/** A JSON value without rounded numbers; `unfit` stands only in ballots of which the good fields vote. */
export type Json = null | boolean | number | string | ExactNumber | Unfit | readonly Json[] | JsonObject

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** The value of a JSON text, or `undefined` where it is none. */
export function readJson(text: string): Json | undefined {
  try {
    return parseExactJson(text, (digits) => new ExactNumber(digits)) as Json
  } catch {
    return undefined
  }
}

/** Whether a value is an object with keys. */
export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber) &&
    !(value instanceof Unfit)
  )
}

/** Whether a value is an array. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** The value as JSON text without spaces, every digit kept. */
export function jsonText(value: Json): string {
  if (value instanceof ExactNumber) return value.digits
  if (isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, each]) => each !== unfit)
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${jsonText(each)}`).join(',')}}`
  }
  return value instanceof Unfit ? 'null' : JSON.stringify(value)
}

/** An object out of its entries; a key such as `__proto__` is a key like others. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries)
}

/** The value as a program without exact numbers has it: what a schema is checked against. */
export function plainValue(value: Json): unknown {
  return isPlain(value) ? value : JSON.parse(jsonText(value))
}

function isPlain(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (value instanceof ExactNumber || value instanceof Unfit) return false
  return Object.values(value).every(isPlain)
}

/** The value as text that is equal for equal values: keys of objects in order, and numbers as a function has them. */
export function canonicalText(value: Json, numberText: (value: number | ExactNumber) => string): string {
  if (value instanceof ExactNumber || typeof value === 'number') return numberText(value)
  if (isArray(value)) return `[${value.map((each) => canonicalText(each, numberText)).join(',')}]`
  if (!isObject(value)) return jsonText(value)
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null, numberText)}`).join(',')}}`
}
