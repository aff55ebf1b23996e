import { createHash } from 'node:crypto'
import type { Problem } from '../../config/problem.ts'

/**
 * SHA-256 over the problems as they will be asked, in order: the same file read with another mapping, seed of options or selection is another
 * dataset, and the same problems out of another file are the same.
 *
 * @returns 64 hexadecimal digits.
 */
export function datasetDigest(problems: readonly Problem[]): string {
  const hash = createHash('sha256')
  for (const problem of problems) {
    const fields = Object.entries(problem).sort(([a], [b]) => (a < b ? -1 : 1))
    hash.update(`${JSON.stringify(fields)}\n`)
  }
  return hash.digest('hex')
}
