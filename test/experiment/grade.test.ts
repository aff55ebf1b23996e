import { describe, expect, it } from 'vitest'
import { type Grading, gradeAnswer, type SameAnswer } from '../../src/experiment/grade.ts'
import { parseDisputes } from '../../src/experiment/grade-dispute.ts'

/** Numbers by value, all else by text; the reference comes first. */
const sameAnswer: SameAnswer = (reference, answer) => {
  if (reference === answer) return { same: true, by: 'text' }
  return { same: Number(reference) === Number(answer), by: 'number' }
}
const grading: Grading = { gold: ['0.5', 'half'], context: { kind: 'number' }, sameAnswer }

describe('grading', () => {
  it('finds an answer right that equals any gold answer, and says by which rule', () => {
    expect(gradeAnswer({ problem: 'p', answer: '0.50' }, grading)).toEqual({
      correct: true,
      by: 'number',
      gold: '0.5',
    })
    expect(gradeAnswer({ problem: 'p', answer: 'half' }, grading)).toEqual({
      correct: true,
      by: 'text',
      gold: 'half',
    })
    expect(gradeAnswer({ problem: 'p', answer: '2' }, grading)).toEqual({
      correct: false,
      by: 'number',
      gold: '0.5',
    })
  })

  it('gives the gold answer to the engine as the reference, with what is known of the problem', () => {
    const calls: unknown[] = []
    const spy: SameAnswer = (...call) => {
      calls.push(call)
      return { same: false, by: 'spy' }
    }
    gradeAnswer(
      { problem: 'p', answer: '3,5' },
      { gold: ['3.5'], context: { language: 'de' }, sameAnswer: spy },
    )
    expect(calls).toEqual([['3.5', '3,5', { language: 'de' }]])
  })

  it('grades nothing where no gold answer is known', () => {
    expect(() => gradeAnswer({ problem: 'p', answer: '1' }, { ...grading, gold: [] })).toThrow(RangeError)
  })

  it('lets a person overrule it, on one sample before one answer before the whole problem', () => {
    const text = [
      '{"id":"p","correct":false,"reason":"the problem is broken"}',
      '',
      '{"id":"p","answer":"2","correct":true,"reason":"gold is wrong"}',
      '{"id":"p","index":3,"correct":false,"reason":"it only guessed"}',
      '{"id":"q","correct":true,"reason":"another problem"}',
    ].join('\n')
    const disputes = parseDisputes(text, 'd.jsonl', ['p', 'q'])
    const grade = (answer: string, index?: number) =>
      gradeAnswer(
        { problem: 'p', answer, ...(index === undefined ? {} : { index }) },
        { ...grading, disputes },
      )
    expect(grade('2.0')).toEqual({
      correct: true,
      by: 'dispute',
      gold: '0.5',
      dispute: { was: false, reason: 'gold is wrong' },
    })
    expect(grade('2', 3).dispute).toEqual({ was: false, reason: 'it only guessed' })
    expect(grade('2', 4).dispute?.reason).toBe('gold is wrong')
    expect(grade('0.5')).toMatchObject({
      correct: false,
      dispute: { was: true, reason: 'the problem is broken' },
    })
  })

  it('names everything wrong with a file of disputes', () => {
    const text = [
      '{"id":"p1","correct":true,"reason":"a"}',
      '{"id":"p1","correct":false,"reason":"b"}',
      'no json',
      '{"id":"p9","correct":true,"reason":"c"}',
      '{"id":"p1","corect":true,"reason":" "}',
      '{"id":"p1","index":-1,"correct":true,"reason":"d"}',
    ].join('\n')
    expect(() => parseDisputes(text, 'd.jsonl', ['p1', 'p2'])).toThrow(
      expect.objectContaining({
        message: [
          'd.jsonl:2: line 1 disputes the same thing',
          'd.jsonl:3: this is not JSON: one object a line is expected',
          'd.jsonl:4: id: no problem is called "p9"; did you mean "p1"?',
          'd.jsonl:5: corect: unknown key. Did you mean "correct"?',
          'd.jsonl:5: correct: missing: expected boolean',
          'd.jsonl:5: reason: text that is not empty',
          'd.jsonl:6: index: Too small: expected number to be >=0',
        ].join('\n'),
      }),
    )
  })
})
