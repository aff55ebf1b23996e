import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareTexts } from '../../src/answer/answers-lines.ts'

/** Two running texts, and whether they answer the same. */
interface TextPair {
  readonly a: string
  readonly b: string
  readonly same: boolean
  readonly language?: string
}

const lines = readFileSync(join(import.meta.dirname, 'prose.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')

describe('two running texts', () => {
  it.each(lines.map((line) => JSON.parse(line) as TextPair))('$a | $b', ({ a, b, same, ...context }) => {
    expect(compareTexts(a, b, 'prose', context).same).toBe(same)
    expect(compareTexts(b, a, 'prose', context).same).toBe(same)
  })
})
