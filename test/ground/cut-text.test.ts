import { expect, it } from 'vitest'
import { beginningOf } from '../../src/ground/cut-text.ts'

it.each<[text: string, most: number, beginning: string]>([
  ['abc', 2, 'ab'],
  ['abc', 3, 'abc'],
  ['abc', 4, 'abc'],
  ['abc', 0, ''],
  ['a😀b', 2, 'a'],
  ['a😀b', 3, 'a😀'],
  ['😀', 1, ''],
  ['😀', 0, ''],
])('cuts %j to at most %i code units, and no character in two', (text, most, beginning) => {
  expect(beginningOf(text, most)).toBe(beginning)
})
