import { describe, expect, it } from 'vitest'
import { keyAnswer } from '../../src/answer/equivalence/key-answer.ts'
import { sameAnswer } from '../../src/answer/same-answer.ts'

describe('sameAnswer', () => {
  it.each([
    ['0.5', '\\frac12', 'exact'],
    ['(x+1)^2', 'x^2+2x+1', 'modular'],
    ['\\sin 2x', '2\\sin x\\cos x', 'numeric'],
    ['\\int_0^1 f(t)\\,dt', '\\int_{0}^{1} f(s) ds', 'form'],
    ['Tuesday', '\\text{tuesday}.', 'text'],
    ['3,5', '3.5', 'reading: comma'],
    ['(0,1)', '0<x<1', 'reading: pairs'],
    ['\\sqrt{2}', '1.41421356', 'rounding'],
  ])('says that %s is %s by %s', (a, b, by) => {
    expect(sameAnswer(a, b)).toEqual({ same: true, by })
    expect(sameAnswer(b, a)).toEqual({ same: true, by })
  })

  it.each([
    ['1/2^{99}', '1/2^{98}', 'exact'],
    ['x^2-1', 'x^2+1', 'modular'],
    ['\\sqrt{2}', '\\sqrt{3}', 'numeric'],
    ['(1,2)', '(1,2,3)', 'structure'],
    ['5 cm', '5 kg', 'unit'],
    ['yes', 'no', 'text'],
  ])('says that %s is not %s by %s', (a, b, by) => {
    expect(sameAnswer(a, b)).toEqual({ same: false, by })
    expect(sameAnswer(b, a)).toEqual({ same: false, by })
  })

  it('takes answers that were keyed before', () => {
    expect(sameAnswer(keyAnswer('2/4'), keyAnswer('0.5'))).toEqual({ same: true, by: 'exact' })
  })
})
