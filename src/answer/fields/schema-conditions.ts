import { isArray, isObject, type Json } from './json-value.ts'
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

/** Whether a value keeps what a schema says of the fields of an object together. */
export type Conditions = (json: unknown) => boolean

type Check = (part: Schema) => (json: unknown) => boolean

const conditional = ['not', 'if', 'dependentRequired', 'dependentSchemas', 'dependencies']

/**
 * What the checker of shapes does not look at: `not`, `if`/`then`/`else`, and fields that others require; by the words of JSON Schema 2020-12.
 *
 * @param check - Checks a value against a part of the schema.
 */
export function conditionsOf(root: Schema, part: Schema, check: Check): Conditions {
  if (!hasConditions(root, part)) return () => true
  const holds = (schema: Schema, value: unknown): boolean => {
    if (!isSchemaObject(schema)) return true
    const target = schema['$ref'] === undefined ? undefined : schemaAt(root, schema['$ref'])
    if (target !== undefined && target !== schema && !holds(target, value)) return false
    return (
      keepsOwn(schema, value, check) &&
      schemasIn(schema['allOf']).every((each) => holds(each, value)) &&
      keepsAlternatives(schema, value, check) &&
      holdsWithin(schema, value, holds)
    )
  }
  return (json) => holds(part, json)
}

function keepsOwn(schema: SchemaObject, value: unknown, check: Check): boolean {
  const { not, if: condition } = schema
  if (isSchema(not) && check(not)(value)) return false
  if (isSchema(condition)) {
    const then = schema[check(condition)(value) ? 'then' : 'else']
    if (isSchema(then) && !check(then)(value)) return false
  }
  if (!isObject(value)) return true
  const { dependentRequired, dependentSchemas, dependencies } = schema
  const has = (name: string) => Object.hasOwn(value, name)
  for (const needed of [dependentRequired, dependencies])
    for (const [name, names] of isSchemaObject(needed) ? Object.entries(needed) : [])
      if (has(name) && !namesIn(names).every(has)) return false
  for (const needed of [dependentSchemas, dependencies])
    for (const [name, below] of schemasByName(needed)) if (has(name) && !check(below)(value)) return false
  return true
}

function keepsAlternatives(schema: SchemaObject, value: unknown, check: Check): boolean {
  const any = schemasIn(schema['anyOf'])
  const one = schemasIn(schema['oneOf'])
  return (
    (any.length === 0 || any.some((each) => check(each)(value))) &&
    (one.length === 0 || one.filter((each) => check(each)(value)).length === 1)
  )
}

function holdsWithin(
  schema: SchemaObject,
  value: unknown,
  holds: (schema: Schema, value: unknown) => boolean,
): boolean {
  if (isArray(value as Json)) {
    const { items } = schema
    return !isSchema(items) || (value as readonly unknown[]).every((each) => holds(items, each))
  }
  if (!isObject(value)) return true
  const properties = new Map(schemasByName(schema['properties']))
  const { additionalProperties } = schema
  return Object.entries(value).every(([name, each]) => {
    const below = properties.get(name) ?? additionalProperties
    return !isSchema(below) || holds(below, each)
  })
}

/** Whether a schema, or what it refers to, says anything of this kind. */
function hasConditions(root: Schema, part: Schema): boolean {
  const seen = new Set<Schema>()
  const look = (schema: Schema | undefined): boolean => {
    if (!isSchemaObject(schema) || seen.has(schema)) return false
    seen.add(schema)
    if (conditional.some((keyword) => schema[keyword] !== undefined)) return true
    if (schema['$ref'] !== undefined && look(schemaAt(root, schema['$ref']))) return true
    for (const { below } of schemasBelow(schema)) if (look(below)) return true
    return false
  }
  return look(part)
}
