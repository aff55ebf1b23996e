import { describe, expect, it } from 'vitest'
import { extractAnswer } from '../../../src/answer/extract/extract.ts'

describe('extractAnswer', () => {
  it('gives the value, its kind, the rule and where it stood', () => {
    expect(extractAnswer('So \\boxed{3} it is.')).toEqual({
      type: 'found',
      value: '3',
      kind: 'number',
      by: 'boxed',
      span: [10, 11],
    })
  })

  it('gives no answer where a text holds none', () => {
    expect(extractAnswer('No numeric content at all')).toEqual({ type: 'none', reason: 'not-found' })
    expect(extractAnswer('')).toEqual({ type: 'none', reason: 'not-found' })
  })
})
