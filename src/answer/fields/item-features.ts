import type { FieldClasses } from './field-class.ts'
import { isArray, isObject, type Json, unfit } from './json-value.ts'
import type { Schema } from './schema-keywords.ts'
import type { SchemaNodes } from './schema-nodes.ts'

/** The leaves of an item of an array, as far as items are told apart by them: the class of each, by its path within the item. */
export interface Features {
  /** Every leaf as `path = class`, in order; of equal ones each with its number. */
  readonly all: readonly string[]
  /** All of it as one text: equal for items that say the same. */
  readonly key: string
}

/** From this length on a text is hardly ever written twice: it tells nothing about whether two items are the same. */
const longestTold = 80

/** The leaves of an item. */
export function featuresOf(
  item: Json,
  schema: Schema,
  { nodes, classes }: { readonly nodes: SchemaNodes; readonly classes: FieldClasses },
): Features {
  const counts = new Map<string, number>()
  const add = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const walk = (value: Json, at: Schema, path: string) => {
    if (value === unfit) return
    const node = nodes.node(at)
    if (node.type === 'object' && isObject(value)) {
      for (const [name, each] of Object.entries(value)) {
        const below = node.properties.get(name)?.schema ?? node.additional ?? true
        walk(each, below, `${path}.${name}`)
      }
      return
    }
    if (node.type === 'array' && isArray(value)) {
      for (const each of value) walk(each, node.items, `${path}[]`)
      return
    }
    if (typeof value === 'string' && value.length > longestTold) return
    add(`${path} = ${classes(value, node.type === 'leaf' ? node.comparison : 'whole')}`)
  }
  walk(item, schema, '')
  const all = [...counts].flatMap(([feature, count]) =>
    Array.from({ length: count }, (_, copy) => (copy === 0 ? feature : `${feature} #${copy + 1}`)),
  )
  all.sort()
  return { all, key: all.join('\n') }
}

/** The path of a leaf without its class. */
export function featurePath(feature: string): string {
  return feature.slice(0, feature.indexOf(' = '))
}
