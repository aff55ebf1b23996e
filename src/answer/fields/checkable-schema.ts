import {
  isSchema,
  isSchemaObject,
  listKeywords,
  namedKeywords,
  type Schema,
  type SchemaObject,
  schemaAt,
  schemasByName,
  singleKeywords,
} from './schema-keywords.ts'

/** Keywords that are checked apart (see `conditionsOf`), or not at all. */
const leftOut = new Set([
  ...['not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'dependencies'],
  ...['unevaluatedProperties', 'unevaluatedItems', '$dynamicRef', '$recursiveRef', '$defs', 'definitions'],
  ...['$ref', '$id', '$schema', '$anchor', '$dynamicAnchor', 'nullable', 'default'],
])

/**
 * A part of a schema in the keywords that the checker of shapes takes: every reference leads to a definition beside it, and what would be refused is
 * left out, so that it lets everything pass.
 *
 * @param root - The whole schema, which the part may refer to.
 */
export function checkableSchema(root: Schema, part: Schema): unknown {
  const definitions: Record<string, unknown> = {}
  const names = new Map<Schema, string>()
  const nameOf = (target: Schema): string => {
    const known = names.get(target)
    if (known !== undefined) return known
    const name = `part${names.size}`
    names.set(target, name)
    definitions[name] = rewritten(target)
    return name
  }
  const rewritten = (schema: Schema): unknown => {
    if (!isSchemaObject(schema)) return schema
    const own = ownKeywords(schema)
    const reference = schema['$ref']
    const target = reference === undefined ? undefined : schemaAt(root, reference)
    if (target === undefined) return own
    const referred = { $ref: `#/$defs/${nameOf(target)}` }
    return Object.keys(own).length === 0 ? referred : { allOf: [referred, own] }
  }
  const ownKeywords = (schema: SchemaObject): Record<string, unknown> => {
    const own: Record<string, unknown> = {}
    for (const [keyword, value] of Object.entries(schema)) {
      if (leftOut.has(keyword) || keyword.startsWith('x-')) continue
      own[keyword] = rewrittenValue(keyword, value)
    }
    if (typeof own['type'] === 'string' && schema['nullable'] === true) own['type'] = [own['type'], 'null']
    return typed(own)
  }
  const rewrittenValue = (keyword: string, value: unknown): unknown => {
    if (isOneOf(singleKeywords, keyword) && isSchema(value)) return rewritten(value)
    if ((isOneOf(listKeywords, keyword) || keyword === 'items') && Array.isArray(value))
      return value.map((each) => (isSchema(each) ? rewritten(each) : each))
    if (isOneOf(namedKeywords, keyword) && isSchemaObject(value))
      return Object.fromEntries(schemasByName(value).map(([name, each]) => [name, rewritten(each)]))
    return value
  }
  const checked = rewritten(part)
  if (Object.keys(definitions).length === 0 || !isSchemaObject(checked)) return checked
  return { ...checked, $defs: definitions }
}

/** Keywords that say something of values of one type, and of no others. */
const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'],
}
const keywordsOfObjects = ['properties', 'required', 'additionalProperties', 'patternProperties']
const allTypes = ['object', 'array', 'string', 'number', 'boolean', 'null']

/**
 * A schema with a type, without which the checker takes no other keyword into account. What speaks of fields is taken to ask for an object; what speaks
 * of another type lets values of all others pass.
 */
function typed(own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (['type', 'enum', 'const'].some((keyword) => own[keyword] !== undefined)) return own
  if (keywordsOfObjects.some((keyword) => own[keyword] !== undefined)) return { ...own, type: 'object' }
  const rest = { ...own }
  const parts: unknown[] = []
  for (const [type, keywords] of Object.entries(keywordsOf)) {
    const said = keywords.filter((keyword) => own[keyword] !== undefined)
    if (said.length === 0) continue
    const ofType = Object.fromEntries(said.map((keyword) => [keyword, own[keyword]]))
    for (const keyword of said) delete rest[keyword]
    const others = allTypes.filter((each) => each !== type).map((each) => ({ type: each }))
    parts.push({ anyOf: [{ type, ...ofType }, ...others] })
  }
  if (parts.length === 0) return own
  const before = Array.isArray(own['allOf']) ? own['allOf'] : []
  return { ...rest, allOf: [...before, ...parts] }
}

function isOneOf(keywords: readonly string[], keyword: string): boolean {
  return keywords.includes(keyword)
}
