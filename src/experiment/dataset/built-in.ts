import { existsSync, readdirSync } from 'node:fs'
import { builtInPath } from '../../ground/package-root.ts'

/** Names of the problem sets that ship with Magi. */
export function builtInDatasets(): string[] {
  return readdirSync(builtInPath('datasets'))
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.replace(/\.jsonl$/, ''))
    .sort()
}

/** The file of a problem set that ships with Magi; `undefined` for another name. */
export function builtInDataset(name: string): string | undefined {
  const file = builtInPath('datasets', `${name}.jsonl`)
  return /^[\w-]+$/.test(name) && existsSync(file) ? file : undefined
}
