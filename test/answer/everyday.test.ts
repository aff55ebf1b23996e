import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { extractAnswer } from '../../src/answer/extract/extract.ts'
import { sameAnswer } from '../../src/answer/same-answer.ts'

/** Rows of a file beside this one. */
function rows<Row>(...path: string[]): Row[] {
  return readFileSync(join(import.meta.dirname, ...path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

describe('answers beyond contest mathematics', () => {
  const pairs = rows<{ a: string; b: string; same: boolean; language?: string }>(
    'equivalence',
    'everyday.jsonl',
  )
  it.each(pairs)('$a and $b say the same: $same', ({ a, b, same, language }) => {
    const context = language === undefined ? {} : { language }
    expect([sameAnswer(a, b, context).same, sameAnswer(b, a, context).same]).toEqual([same, same])
  })

  const texts = rows<{ text: string; answer: string | null; choices?: string[]; language?: string }>(
    'extract',
    'everyday.jsonl',
  )
  it.each(texts)('of "$text" the answer is $answer', ({ text, answer, ...context }) => {
    const read = extractAnswer(text, context)
    if (answer === null) expect(read.type).toBe('none')
    else if (read.type === 'none') expect(read).toEqual(answer)
    else expect([read.value, sameAnswer(read.value, answer, context).same]).toEqual([read.value, true])
  })
})
