import type { Problem } from '../../config/problem.ts'
import type { DatasetFault } from './faults.ts'
import type { DatasetFormat } from './format.ts'
import { GoldNotices } from './gold-notices.ts'
import type { DatasetRecord, RecordPlace } from './record.ts'
import { type ProblemMapping, type ProblemReading, problemMaker } from './to-problem.ts'

/** The problems of a file, made record by record, and everything that is wrong with them. */
export class ProblemSet {
  readonly format: DatasetFormat
  readonly problems: Problem[] = []
  readonly #faults: DatasetFault[] = []
  readonly #toProblem: (record: DatasetRecord, position: number) => ProblemReading
  readonly #golds: GoldNotices
  /** Where each id stands. */
  readonly #places = new Map<string, RecordPlace>()
  #size = 0

  constructor(mapping: ProblemMapping) {
    this.format = mapping.format
    this.#toProblem = problemMaker(mapping)
    this.#golds = new GoldNotices(mapping.fields)
  }

  /** How many records were taken. */
  get size(): number {
    return this.#size
  }

  /** What is wrong, as far as records were taken. */
  get faults(): readonly DatasetFault[] {
    return [...this.#faults, ...this.#golds.faults]
  }

  /**
   * What the user should know of how the problems were come by: a sentence each.
   *
   * @param names - Names of the fields of the file.
   */
  notices(names: readonly string[]): string[] {
    return this.#golds.notices(names)
  }

  /** Takes the next record of the file. */
  add(record: DatasetRecord): void {
    this.#size += 1
    const reading = this.#toProblem(record, this.#size)
    const { id, idField = 'id', problem } = reading
    const earlier = id === undefined ? undefined : this.#places.get(id)
    if (earlier !== undefined) {
      const text = `"${id}" is the id of line ${earlier.line} too`
      this.#faults.push({ line: record.at.line, field: idField, of: 'id', text })
    } else if (id !== undefined) this.#places.set(id, record.at)
    this.#faults.push(...reading.faults)
    this.#golds.add(reading, record.at)
    if (problem !== undefined) this.problems.push(problem)
  }
}
