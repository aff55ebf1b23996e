import type { HeldItem } from './align-items.ts'
import type { FieldClasses } from './field-class.ts'
import { isObject, type Json, unfit } from './json-value.ts'
import type { Schema } from './schema-keywords.ts'
import type { SchemaNodes } from './schema-nodes.ts'

interface KeyTerms {
  readonly nodes: SchemaNodes
  readonly classes: FieldClasses
}

/** Share of the ballots in which a field must be there and unique to tell items apart. */
const nearlyEvery = 0.9
/** Share of the items whose value of it more than half of the ballots must hold: what is unique and different in every ballot tells nothing. */
const mostlyShared = 0.8

/** The key of an item by the fields named; `undefined` where one of them is not there. */
export function keyOf(
  item: Json,
  key: readonly string[],
  schema: Schema,
  { nodes, classes }: KeyTerms,
): string | undefined {
  if (!isObject(item)) return undefined
  const node = nodes.node(schema)
  const parts = key.map((name) => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined
    if (value === undefined || value === null || value === unfit || value === '') return undefined
    const below = node.type === 'object' ? nodes.node(node.properties.get(name)?.schema ?? true) : undefined
    return classes(value, below?.type === 'leaf' ? below.comparison : 'whole')
  })
  return parts.some((part) => part === undefined) ? undefined : parts.join('\n')
}

/**
 * A field that tells the items of an array apart: there and unique in nearly every ballot, with values that the ballots share. Of several the one whose
 * values they share most, then the first in the schema.
 *
 * @returns `undefined` where there is none: then items are matched by all of their leaves.
 */
export function findKey(
  ballots: readonly (readonly HeldItem[])[],
  schema: Schema,
  terms: KeyTerms,
): readonly string[] | undefined {
  const node = terms.nodes.node(schema)
  if (node.type !== 'object') return undefined
  const filled = ballots.filter((items) => items.length > 0)
  if (filled.length < 2 || filled.every((items) => items.length < 2)) return undefined
  let best: { readonly name: string; readonly shared: number } | undefined
  for (const [name, { schema: below, required }] of node.properties) {
    const leaf = terms.nodes.node(below)
    if (!required || leaf.type !== 'leaf' || leaf.comparison === 'whole' || leaf.prose === true) continue
    const shared = sharedBy(filled, (item) => keyOf(item, [name], schema, terms))
    if (shared !== undefined && shared >= mostlyShared && shared > (best?.shared ?? 0))
      best = { name, shared }
  }
  return best && [best.name]
}

/** The share of items whose key more than half of the ballots hold; `undefined` where it is not unique in nearly every ballot. */
function sharedBy(
  ballots: readonly (readonly HeldItem[])[],
  key: (item: Json) => string | undefined,
): number | undefined {
  let unique = 0
  let items = 0
  const holders = new Map<string, number>()
  for (const ballot of ballots) {
    const keys = new Set<string>()
    let isWhole = true
    for (const { item } of ballot) {
      const made = key(item)
      if (made === undefined || keys.has(made)) isWhole = false
      else keys.add(made)
      items += 1
    }
    if (isWhole) unique += 1
    for (const made of keys) holders.set(made, (holders.get(made) ?? 0) + 1)
  }
  if (unique < nearlyEvery * ballots.length) return undefined
  let shared = 0
  for (const count of holders.values()) if (count > ballots.length / 2) shared += count
  return items === 0 ? undefined : shared / items
}
