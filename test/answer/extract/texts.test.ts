import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AnswerContext } from '../../../src/answer/answer.ts'
import { extractAnswer } from '../../../src/answer/extract/extract.ts'
import { sameAnswer } from '../../../src/answer/same-answer.ts'

/** A text, and the answer in it in any spelling; `null` where it says none. */
interface Text extends Pick<AnswerContext, 'choices' | 'language'> {
  readonly text: string
  readonly answer: string | null
}

const folder = join(import.meta.dirname, 'texts')

for (const file of readdirSync(folder)) {
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
  describe(file, () => {
    it.each(lines.map((line) => JSON.parse(line) as Text))('$text', ({ text, answer, ...context }) => {
      const found = extractAnswer(text, context)
      const value = found.type === 'found' ? found.value : null
      const isRight = value !== null && answer !== null && sameAnswer(value, answer, context).same
      expect({ value, isRight }).toEqual({ value: isRight ? value : answer, isRight: answer !== null })
    })
  })
}
