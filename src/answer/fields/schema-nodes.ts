import {
  isSchema,
  isSchemaObject,
  namesIn,
  type Schema,
  type SchemaObject,
  schemaAt,
  schemasBelow,
  schemasByName,
  schemasIn,
} from './schema-keywords.ts'

/** How two values of a field are compared: as they are, as text answers, by what a format means, or whole. */
export type Comparison =
  | 'exact'
  | 'text'
  | 'whole'
  | 'date'
  | 'date-time'
  | 'time'
  | 'duration'
  | 'email'
  | 'uri'

/** A field of an object. */
export interface Property {
  readonly schema: Schema
  /** Whether a vote waits for it: `required` names it, or the object says of none that it is. */
  readonly required: boolean
}

/** What a schema says of the value at one place, as far as a vote goes into it. */
export type SchemaNode =
  | {
      readonly type: 'leaf'
      readonly comparison: Comparison
      /** Whether its texts are prose; absent: told by their length. */
      readonly prose?: boolean
    }
  | {
      readonly type: 'object'
      readonly properties: ReadonlyMap<string, Property>
      /** The schema of what the ballots alone name, as in a map; absent where nothing is said of it. */
      readonly additional?: Schema
    }
  | {
      readonly type: 'array'
      readonly items: Schema
      readonly isSet: boolean
      /** The fields that tell its items apart, where the schema names them. */
      readonly key?: readonly string[]
    }
  | { readonly type: 'branches'; readonly branches: readonly Schema[] }

/** Something in a schema below which a value is voted as a whole. */
export interface Unsupported {
  /** Where it stands in the schema: `#/properties/address`. */
  readonly at: string
  readonly keyword: string
}

/** Keywords below which fields cannot be told apart: what they say of one field hangs on the others, or on names that are not known. */
const unsupportedKeywords = [
  'not',
  'patternProperties',
  'prefixItems',
  'unevaluatedProperties',
  'unevaluatedItems',
  '$dynamicRef',
  '$recursiveRef',
] as const

const formats = new Set<unknown>(['date', 'date-time', 'time', 'duration', 'email', 'uri'])

/** Reads the schema of an answer, place by place, only as deep as ballots go: a schema may hold itself. */
export class SchemaNodes {
  readonly #root: Schema
  readonly #nodes = new Map<Schema, SchemaNode>()

  constructor(root: Schema) {
    this.#root = root
  }

  /** What a schema says of its place. */
  node(schema: Schema): SchemaNode {
    const known = this.#nodes.get(schema)
    if (known !== undefined) return known
    const node = this.#read(schema)
    this.#nodes.set(schema, node)
    return node
  }

  /** Everything that makes a value be voted as a whole, in the order of the schema. */
  unsupported(): Unsupported[] {
    const all: Unsupported[] = []
    const seen = new Set<Schema>()
    const look = (schema: Schema, at: string) => {
      if (!isSchemaObject(schema) || seen.has(schema)) return
      seen.add(schema)
      const keyword = this.#unsupportedIn(schema)
      if (keyword !== undefined) all.push({ at, keyword })
      if (keyword !== undefined) return
      const target = schemaAt(this.#root, schema['$ref'])
      if (target !== undefined) look(target, String(schema['$ref']))
      for (const [name, below] of schemasByName(schema['properties'])) look(below, `${at}/properties/${name}`)
      for (const { keyword: holder, below } of schemasBelow(schema))
        if (fieldHolders.has(holder)) look(below, `${at}/${holder}`)
    }
    look(this.#root, '#')
    return all
  }

  #unsupportedIn(schema: SchemaObject): string | undefined {
    if (schema['$ref'] !== undefined && schemaAt(this.#root, schema['$ref']) === undefined) return '$ref'
    if (Array.isArray(schema['items'])) return 'items'
    return unsupportedKeywords.find((keyword) => schema[keyword] !== undefined)
  }

  #read(schema: Schema): SchemaNode {
    const flat = this.#flat(schema, 0)
    if (flat === undefined) return whole
    if (flat['enum'] !== undefined || flat['const'] !== undefined)
      return { type: 'leaf', comparison: 'exact', prose: false }
    const alternatives = this.#alternatives(flat)
    const types = typesOf(flat)
    const isNothingElse = types.length === 0 && alternatives.length > 0
    if (isNothingElse) return this.#oneOf(alternatives, flat)
    if (types.includes('object') && types.length === 1) return this.#object(flat, alternatives)
    if (types.includes('array') && types.length === 1) return arrayNode(flat)
    return types.includes('object') || types.includes('array') ? whole : leafNode(flat)
  }

  /** The keywords of a schema with those of what it refers to and of all of `allOf`; `undefined` where it goes beyond what is read. */
  #flat(schema: Schema, depth: number): SchemaObject | undefined {
    if (typeof schema === 'boolean') return {}
    if (depth > deepestReference || this.#unsupportedIn(schema) !== undefined) return undefined
    const { $ref: reference, allOf, ...own } = schema
    const target = reference === undefined ? undefined : schemaAt(this.#root, reference)
    const parts = [...(target === undefined ? [] : [target]), ...schemasIn(allOf)]
    let flat: SchemaObject = {}
    for (const part of parts) {
      const below = this.#flat(part, depth + 1)
      if (below === undefined) return undefined
      flat = merged(flat, below)
    }
    return parts.length === 0 ? own : merged(flat, own)
  }

  /** What `anyOf` or `oneOf` leaves open beside null. */
  #alternatives(flat: SchemaObject): Schema[] {
    return [...schemasIn(flat['anyOf']), ...schemasIn(flat['oneOf'])].filter((each) => {
      const below = this.#flat(each, 0)
      return below === undefined || !isNull(below)
    })
  }

  #oneOf(alternatives: readonly Schema[], flat: SchemaObject): SchemaNode {
    const [first] = alternatives
    const marks = Object.fromEntries(
      Object.entries(flat).filter(([keyword]) => keyword.startsWith('x-magi-')),
    )
    if (first !== undefined && alternatives.length === 1)
      return this.#read({ allOf: [first, marks] } satisfies SchemaObject)
    const nodes = alternatives.map((each) => this.node(each))
    if (nodes.some((node) => node.type !== 'leaf' || node.comparison === 'whole'))
      return { type: 'branches', branches: alternatives }
    const comparisons = new Set(nodes.map((node) => (node.type === 'leaf' ? node.comparison : 'whole')))
    const [only = 'text'] = comparisons
    const marked = flat['x-magi-prose']
    if (comparisons.size === 1 && only !== 'text')
      return { type: 'leaf', comparison: only, prose: marked === true }
    return { type: 'leaf', comparison: 'text', ...(typeof marked === 'boolean' ? { prose: marked } : {}) }
  }

  /** An object; what alternatives beside its own fields name is optional. */
  #object(flat: SchemaObject, alternatives: readonly Schema[]): SchemaNode {
    const names = namesIn(flat['required'])
    const saysWhich = Array.isArray(flat['required'])
    const properties = new Map<string, Property>()
    for (const [name, schema] of schemasByName(flat['properties']))
      if (schema !== false) properties.set(name, { schema, required: !saysWhich || names.includes(name) })
    for (const alternative of alternatives) {
      const below = this.#flat(alternative, 0)
      for (const [name, schema] of schemasByName(below?.['properties']))
        if (!properties.has(name))
          properties.set(name, { schema, required: saysWhich && names.includes(name) })
    }
    for (const name of names)
      if (!properties.has(name)) properties.set(name, { schema: true, required: true })
    const additional = flat['additionalProperties']
    return { type: 'object', properties, ...(isSchema(additional) ? { additional } : {}) }
  }
}

/** Keywords whose schemas describe fields of the answer. */
const fieldHolders = new Set(['items', 'additionalProperties', 'allOf', 'anyOf', 'oneOf'])

/** References within references that are followed: one that leads to itself ends there. */
const deepestReference = 32

const whole: SchemaNode = { type: 'leaf', comparison: 'whole', prose: false }

function leafNode(flat: SchemaObject): SchemaNode {
  const { format, 'x-magi-prose': marked } = flat
  if (typeof marked === 'boolean') return { type: 'leaf', comparison: 'text', prose: marked }
  if (formats.has(format)) return { type: 'leaf', comparison: format as Comparison, prose: false }
  return typeof format === 'string'
    ? { type: 'leaf', comparison: 'text', prose: false }
    : { type: 'leaf', comparison: 'text' }
}

function arrayNode(flat: SchemaObject): SchemaNode {
  const named = flat['x-magi-key']
  const key = typeof named === 'string' ? [named] : namesIn(named)
  const items = flat['items']
  return {
    type: 'array',
    items: isSchema(items) ? items : true,
    isSet: flat['uniqueItems'] === true,
    ...(key.length === 0 ? {} : { key }),
  }
}

/** The types of a value but null; told from the other keywords where the schema does not name them. */
function typesOf(flat: SchemaObject): string[] {
  const named = flat['type']
  const types = typeof named === 'string' ? [named] : namesIn(named)
  if (types.length > 0) return types.filter((type) => type !== 'null')
  if (flat['properties'] !== undefined || isSchemaObject(flat['additionalProperties'])) return ['object']
  return flat['items'] === undefined ? [] : ['array']
}

function isNull(flat: SchemaObject): boolean {
  const { type, const: only, enum: all } = flat
  return type === 'null' || only === null || (Array.isArray(all) && all.length === 1 && all[0] === null)
}

/** Two schemas that both hold, as one. */
function merged(left: SchemaObject, right: SchemaObject): SchemaObject {
  const both: Record<string, unknown> = { ...left, ...right }
  if (left['properties'] !== undefined && right['properties'] !== undefined) {
    const properties = new Map<string, Schema>(schemasByName(left['properties']))
    for (const [name, schema] of schemasByName(right['properties'])) {
      const before = properties.get(name)
      properties.set(name, before === undefined ? schema : { allOf: [before, schema] })
    }
    both['properties'] = Object.fromEntries(properties)
  }
  if (left['required'] !== undefined && right['required'] !== undefined)
    both['required'] = [...new Set([...namesIn(left['required']), ...namesIn(right['required'])])]
  return both
}
