import { hash } from 'node:crypto'
import type { Sample } from './sample.ts'

/**
 * Shorter samples, thinking and answer together in UTF-16 code units, may well be the same by chance: a short answer has few ways to be written. Under
 * sampling, two of this length that are equal word for word have one source.
 */
const fewestChars = 128

/** Finds samples that are word for word the same as an earlier one, though they were drawn under another seed. Keeps no texts. */
export class Twins {
  readonly #first = new Map<string, number>()
  readonly #indexes = new Set<number>()

  /** Launch indexes of the samples that are the same as an earlier one. */
  get indexes(): ReadonlySet<number> {
    return this.#indexes
  }

  add({ index, end, forced, thinking, text }: Sample): void {
    // Of samples of an earlier time the texts may be left out.
    if (end.type !== 'finished' || forced || thinking.length + text.length < fewestChars) return
    const key = hash('sha256', `${thinking}\0${text}`)
    const first = this.#first.get(key)
    if (first === undefined) this.#first.set(key, index)
    else if (first !== index) this.#indexes.add(index)
  }
}

/** What is said of the first such sample. */
export function twinText(index: number): string {
  return `#${index} is word for word the same as an earlier sample, under another seed: a cache in front of the runtime answers, or something fixes the seed. Such votes are cast, and say no more than one of them.`
}
