import { sameItems } from '../../ground/same-items.ts'
import type { DatasetFormat, FieldNames } from './format.ts'
import { type ProblemField, problemFields } from './problem-fields.ts'
import { type DatasetRecord, findField, isFilled } from './record.ts'

/** Most sets of names that are remembered: the records of a file have one, or a few. */
const mostShapes = 100

/** For each field of a problem the fields of a record that may hold it, best first. */
type Shape = { readonly [field in ProblemField]?: readonly string[] }

/**
 * Finds the field of a record that holds each field of its problem: the one that the user names; else of those that the format knows the first that
 * is filled, or the first that is there.
 */
export function sourceFinder({
  format,
  fields,
}: {
  readonly format: DatasetFormat
  readonly fields: FieldNames
}): (record: DatasetRecord) => FieldNames {
  // Which fields could be meant depends on the names of a record alone, and looking for names takes longest.
  const shapes = new Map<string, Shape>()
  let last: { readonly names: readonly string[]; readonly shape: Shape } | undefined
  const shapeOf = (record: DatasetRecord) => {
    const names = Object.keys(record.fields)
    if (last !== undefined && sameItems(names, last.names)) return last.shape
    const key = names.join('\u0000')
    let shape = shapes.get(key)
    if (shape === undefined) {
      const named = (field: ProblemField) =>
        (format.fields[field] ?? []).flatMap((name) => findField(record.fields, name) ?? [])
      shape = Object.fromEntries(problemFields.map((field) => [field, named(field)]))
      if (shapes.size < mostShapes) shapes.set(key, shape)
    }
    last = { names, shape }
    return shape
  }
  return (record) => {
    const shape = shapeOf(record)
    const sources: { [field in ProblemField]?: string } = {}
    for (const field of problemFields) {
      const candidates = shape[field] ?? []
      const source =
        fields[field] ?? candidates.find((name) => isFilled(record.fields[name])) ?? candidates[0]
      if (source !== undefined) sources[field] = source
    }
    return sources
  }
}
