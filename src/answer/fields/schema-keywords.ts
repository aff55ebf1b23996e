/** A JSON schema: true, false, or keywords. */
export type Schema = boolean | SchemaObject

/** A JSON schema of keywords. */
export interface SchemaObject {
  readonly [keyword: string]: unknown
}

/** Whether a value can be a schema with keywords. */
export function isSchemaObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value can be a schema. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || isSchemaObject(value)
}

/** The schemas in a list, as `anyOf` holds them; none where there is no list. */
export function schemasIn(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : []
}

/** The schemas by name, as `properties` holds them; none where there are none. */
export function schemasByName(value: unknown): [string, Schema][] {
  return isSchemaObject(value)
    ? Object.entries(value).filter((entry): entry is [string, Schema] => isSchema(entry[1]))
    : []
}

/** The names in a list, as `required` holds them. */
export function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

/** Keywords that hold one schema. */
export const singleKeywords = [
  'items',
  'additionalProperties',
  'contains',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
] as const
/** Keywords that hold a list of schemas. */
export const listKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const
/** Keywords that hold schemas by name. */
export const namedKeywords = ['properties', 'patternProperties', 'dependentSchemas', 'dependencies'] as const

/** The schemas right below one, each with the keyword it stands under and its name there. */
export function* schemasBelow(schema: SchemaObject): Generator<{ keyword: string; below: Schema }> {
  for (const keyword of singleKeywords) {
    const below = schema[keyword]
    if (isSchema(below)) yield { keyword, below }
  }
  for (const keyword of [...listKeywords, 'items'])
    for (const below of schemasIn(schema[keyword])) yield { keyword, below }
  for (const keyword of namedKeywords)
    for (const [, below] of schemasByName(schema[keyword])) yield { keyword, below }
}

/**
 * The schema that a reference names within the same document: `#`, `#/$defs/item`.
 *
 * @returns `undefined` where it leads elsewhere, or nowhere.
 */
export function schemaAt(root: Schema, reference: unknown): Schema | undefined {
  if (reference === '#') return root
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined
  let at: unknown = root
  for (const step of reference.slice(2).split('/')) {
    const key = decodedStep(step)
    if (key === undefined || typeof at !== 'object' || at === null || !Object.hasOwn(at, key))
      return undefined
    at = (at as Readonly<Record<string, unknown>>)[key]
  }
  return isSchema(at) ? at : undefined
}

function decodedStep(step: string): string | undefined {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return undefined
  }
}
