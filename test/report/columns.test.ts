import { expect, it } from 'vitest'
import { alignColumns } from '../../src/report/columns.ts'

it('aligns by the columns that a terminal shows, not by code units', () => {
  const rows = [
    ['answer', 'text', 'count'],
    ['日本語', 'a', '7'],
    ['an\u0303o', '🙂', '1,234'],
  ]
  expect(alignColumns(rows, [1])).toEqual([
    'answer   text   count',
    '日本語   a          7',
    'an\u0303o      🙂     1,234',
  ])
})

it('takes a great many rows', () => {
  const rows = Array.from({ length: 200_000 }, () => ['a'])
  expect(alignColumns(rows)).toHaveLength(200_000)
})
