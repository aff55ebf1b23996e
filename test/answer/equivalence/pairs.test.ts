import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { groupAnswers } from '../../../src/answer/group-answers.ts'
import { sameAnswer } from '../../../src/answer/same-answer.ts'

/**
 * Two answers and what is to be said of them: `=` one answer, `!` two, `~` one in mathematics that the engine is known to tell apart
 * (a change that joins them moves the line, and docs/answers.md with it).
 */
interface Pair {
  readonly sign: '=' | '!' | '~'
  readonly a: string
  readonly b: string
}

const folder = join(import.meta.dirname, 'pairs')

/** The pairs of one file, by the heading above them. */
function readPairs(file: string): Map<string, Pair[]> {
  const sections = new Map<string, Pair[]>()
  let section: Pair[] = []
  for (const [index, line] of readFileSync(join(folder, file), 'utf8').split('\n').entries()) {
    if (line === '') continue
    if (line.startsWith('# ')) {
      section = []
      sections.set(line.slice(2), section)
      continue
    }
    const [a, b, ...others] = line.slice(2).split(' || ')
    const sign = line[0]
    if (a === undefined || b === undefined || others.length > 0 || !isSign(sign))
      throw new Error(`${file}:${index + 1}: not "= A || B", "! A || B" or "~ A || B": ${line}`)
    section.push({ sign, a, b })
  }
  return sections
}

function isSign(sign: string | undefined): sign is Pair['sign'] {
  return sign === '=' || sign === '!' || sign === '~'
}

for (const file of readdirSync(folder)) {
  for (const [section, pairs] of readPairs(file)) {
    describe(`${file}: ${section}`, () => {
      it.each(pairs)('$a $sign $b', ({ sign, a, b }) => {
        const [there, back] = [sameAnswer(a, b), sameAnswer(b, a)]
        expect({ same: there.same, by: there.by }).toEqual({ same: sign === '=', by: back.by })
        expect(back.same).toBe(there.same)
        expect(groupAnswers([a, b]).clusters).toHaveLength(sign === '=' ? 1 : 2)
      })
    })
  }
}
