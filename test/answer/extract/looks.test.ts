import { describe, expect, it } from 'vitest'
import { looksLike, servesAs } from '../../../src/answer/extract/looks.ts'

describe('looksLike', () => {
  it.each([
    [
      'number',
      [
        '42',
        '-7',
        '3.14',
        '1,234',
        '1 234 567',
        '14{,}916',
        '900,\\!000',
        '1/2',
        '2½',
        '\\frac12',
        '1\\frac{1}{2}',
        '3 \\times 10^8',
        '1011_2',
        '٤٢',
        '三',
        '0.333...',
      ],
    ],
    ['percent', ['12%', '12.5\\%', '28 percent', '12,5 %']],
    ['quantity', ['$5', '\\$6', '5 km', '5 \\text{ km}', '90^\\circ', '90°', '42 apples', '5 km/h', '12 €']],
    ['expression', ['2x + 1', 'x', '2\\sqrt{3}', '\\pi', '3 + 4i', '3x', '2 a', '\\sin x', '9 i - 3']],
    ['equation', ['x = 5', 'y = 2x + 1']],
    ['inequality', ['x > 3', 'x \\leq 2', 'x \\neq 3', '1 < x < 2']],
    ['set', ['\\{1, 2\\}', '{1,2,3}', '\\emptyset', '∅']],
    ['list', ['1, 2, 3', 'x = 1 or x = 2', '[1, 2, 3]', 'x, y', '12 \\text{ and } 13']],
    ['tuple', ['(1, 2)', '(1, 2, 3)', '\\left(\\frac{1}{5}, 2\\right)']],
    ['interval', ['[0, 1)', '(-\\infty, 3]', 'x \\in [1, 2]', '(0,1) \\cup (2,3)', '[1, 2]']],
    ['matrix', ['\\begin{pmatrix}1 & 2 \\\\ 3 & 4\\end{pmatrix}']],
    ['text', ['Paris', 'New York', '\\text{Evelyn}', 'yes', 'Нет', 'no solution', '(a) 5 (b) 7', '']],
  ] as const)('%s', (kind, values) => {
    expect(values.map((value) => [value, looksLike(value)])).toEqual(values.map((value) => [value, kind]))
  })

  it('calls letters a choice only where there are options, and as many', () => {
    expect(looksLike('B')).toBe('expression')
    expect(looksLike('B', { choices: ['1', '2'] })).toBe('choice')
    expect(looksLike('A, C', { kind: 'choice' })).toBe('choice')
    expect(looksLike('E', { choices: ['1', '2'] })).toBe('expression')
  })

  it('is text or JSON by the asking', () => {
    expect(looksLike('42', { kind: 'text' })).toBe('text')
    expect(looksLike('42', { kind: 'json' })).toBe('json')
  })

  it('calls a value of more than 4,096 characters text', () => {
    expect(looksLike('1'.repeat(5000))).toBe('text')
  })
})

describe('servesAs', () => {
  it('lets a percentage answer for a number and not a set', () => {
    expect(servesAs('percent', 'number')).toBe(true)
    expect(servesAs('set', 'number')).toBe(false)
    expect(servesAs('set', 'set')).toBe(true)
  })
})
