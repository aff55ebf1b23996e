import { createHash } from 'node:crypto'
import type { Problem } from '../../config/problem.ts'

/**
 * SHA-256 over the problems as they will be asked, in order: the same file read with another mapping, seed of options or selection is another
 * dataset, and the same problems out of another file are the same.
 *
 * @returns 64 hexadecimal digits.
 */
export function datasetDigest(problems: Iterable<Problem>): string {
  const digest = new DatasetDigest()
  for (const problem of problems) digest.add(problem)
  return digest.hex()
}

/** Characters that are hashed at once: a call for each problem would take longer than the hashing. */
const hashedAtOnce = 1 << 16

/** The same digest, problem by problem. */
export class DatasetDigest {
  readonly #hash = createHash('sha256')
  #text = ''

  add(problem: Problem): void {
    // The text of `[[name, value], …]` in JSON, by name, without a list for each field.
    let fields = ''
    for (const name of Object.keys(problem).sort()) {
      const value = JSON.stringify(problem[name as keyof Problem]) ?? 'null'
      fields += `${fields === '' ? '' : ','}["${name}",${value}]`
    }
    this.#text += `[${fields}]\n`
    if (this.#text.length < hashedAtOnce) return
    this.#hash.update(this.#text)
    this.#text = ''
  }

  /** The digest of all that were added; none can be added after it. */
  hex(): string {
    return this.#hash.update(this.#text).digest('hex')
  }
}
