import { readFileSync } from 'node:fs'
import type { CompareInput, ExtractInput, GroupInput } from '../../src/answer/schema.ts'
import { sharedPath } from './shared.ts'

/** A case of everyday answers: the input of one line of `magi answers`, and what it should say. Words in place of a verdict: nothing may throw. */
export type FieldRow = { readonly id: string; readonly class: string; readonly why: string } & (
  | { readonly kind: 'compare'; readonly input: CompareInput; readonly expected: boolean | string }
  | { readonly kind: 'extract'; readonly input: ExtractInput; readonly expected: string | null }
  | {
      readonly kind: 'group'
      readonly input: GroupInput
      readonly expected: readonly (readonly number[])[] | string
    }
)

/** The cases beside the project, or `undefined` where they are absent. */
export function readFieldRows(): FieldRow[] | undefined {
  const path = sharedPath('vectors', 'field-answers.shared.jsonl')
  if (path === undefined) return undefined
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FieldRow)
}
