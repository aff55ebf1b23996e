import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareLine, extractLine, groupLine } from '../../src/answer/answers-lines.ts'
import { rules } from '../../src/answer/extract/rules.ts'
import { lineErrorSchema } from '../../src/answer/schema.ts'

const page = readFileSync(new URL('../../docs/answers-format.md', import.meta.url), 'utf8')

/** The lines of the examples in a section, block by block. */
function examples(section: string): string[][] {
  const text = page.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...text.matchAll(/```jsonl\n([\s\S]*?)\n```/g)].map((match) => (match[1] ?? '').split('\n'))
}

describe('the page on the formats', () => {
  it.each([
    ['extract', extractLine],
    ['compare', compareLine],
    ['group', groupLine],
  ] as const)('shows what %s really writes', (section, answer) => {
    const [input = [], output = []] = examples(section)
    expect(input.length).toBeGreaterThan(1)
    expect(input.map((line, index) => answer(line, index + 1))).toEqual(output)
  })

  it('shows how a bad line is answered', () => {
    const [lines = []] = examples('A bad line')
    expect(lines).toEqual([extractLine('{"txt":"a"}', 3)])
    expect(lineErrorSchema.safeParse(JSON.parse(lines[0] ?? '')).success).toBe(true)
  })

  it('names every rule', () => {
    for (const rule of rules) expect(page).toContain(`\`${rule.name}\``)
  })
})
