import type { DatasetFormat, FieldNames } from './format.ts'
import { plainName } from './record.ts'

/**
 * Keeps of each record the fields that a format can read or that the user named: a file of solutions or of how each question was made may
 * be many times larger than its problems.
 */
export class SlimRecords {
  readonly #read: ReadonlySet<string>
  /** Every name that occurs in the file, in the order of its first record that has it, and whether its values are kept. */
  readonly #names = new Map<string, boolean>()

  constructor(formats: readonly DatasetFormat[], named: FieldNames) {
    const names = formats.flatMap(({ fields, alsoReads = [] }) => [
      ...Object.values(fields).flat(),
      ...alsoReads,
    ])
    this.#read = new Set([...names, ...Object.values(named)].map(plainName))
  }

  /** Every name of a field that was seen. */
  get names(): string[] {
    return [...this.#names.keys()]
  }

  /** A record with the fields that are kept, in their order. */
  slim(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    let dropped = false
    for (const name of Object.keys(fields)) {
      let isKept = this.#names.get(name)
      if (isKept === undefined) {
        isKept = this.#read.has(plainName(name))
        this.#names.set(name, isKept)
      }
      dropped ||= !isKept
    }
    if (!dropped) return fields
    return Object.fromEntries(Object.entries(fields).filter(([name]) => this.#names.get(name)))
  }
}
