import { createHash } from 'node:crypto'
import type { Problem } from '../../config/problem.ts'
import { sameItems } from '../../ground/same-items.ts'

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

/** A text that stands in JSON as it is, between quotes: most ids and answers, and many prompts. */
const unescaped = /^[ !#-[\]-~]*$/

/** The same digest, problem by problem. */
export class DatasetDigest {
  readonly #hash = createHash('sha256')
  #text = ''
  /** The fields of the last problem, in its own order: the next one mostly has the same. */
  #fields: readonly string[] = []
  /** These by name, each with what stands in front of its value. */
  #inOrder: readonly (readonly [name: string, before: string])[] = []

  add(problem: Problem): void {
    const fields = Object.keys(problem)
    if (!sameItems(fields, this.#fields)) {
      this.#fields = fields
      this.#inOrder = fields
        .toSorted()
        .map((name, place) => [name, `${place === 0 ? '' : '],'}[${JSON.stringify(name)},`])
    }
    // The text of `[[name, value], …]` in JSON, by name: built of few pieces, since a set may have very many problems.
    let text = '['
    for (const [name, before] of this.#inOrder) {
      const value = problem[name as keyof Problem]
      const isPlain = typeof value === 'string' && unescaped.test(value)
      text += before + (isPlain ? `"${value}"` : (JSON.stringify(value) ?? 'null'))
    }
    this.#text += fields.length === 0 ? '[]\n' : `${text}]]\n`
    if (this.#text.length < hashedAtOnce) return
    this.#hash.update(this.#text)
    this.#text = ''
  }

  /** The digest of all that were added; none can be added after it. */
  hex(): string {
    return this.#hash.update(this.#text).digest('hex')
  }
}
