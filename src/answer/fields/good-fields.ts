import type { ElectionTerms } from './elected.ts'
import { isArray, isObject, type Json, objectOf, unfit } from './json-value.ts'
import type { Schema } from './schema-keywords.ts'

/**
 * What of a value fits its schema: parts that do not are `unfit`, so that they abstain while the others vote.
 *
 * @returns `unfit` where no leaf of it fits.
 */
export function goodFields(value: Json, schema: Schema, terms: Pick<ElectionTerms, 'nodes' | 'fits'>): Json {
  const node = terms.nodes.node(schema)
  if (node.type === 'object' && isObject(value)) {
    const names = new Set([...Object.keys(value), ...node.properties.keys()])
    let good = 0
    const entries = [...names].flatMap((name): (readonly [string, Json])[] => {
      const property = node.properties.get(name)
      if (!Object.hasOwn(value, name)) {
        // Absence is a ballot only where a field may be absent.
        return property?.required === true ? [[name, unfit]] : []
      }
      const below = property?.schema ?? node.additional ?? true
      const part = goodFields(value[name] ?? null, below, terms)
      if (part !== unfit) good += 1
      return [[name, part]]
    })
    return good === 0 ? unfit : objectOf(entries)
  }
  if (node.type === 'array' && isArray(value)) {
    const items = value.map((item) => goodFields(item, node.items, terms))
    return value.length > 0 && items.every((item) => item === unfit) ? unfit : items
  }
  return terms.fits(schema, value) ? value : unfit
}
