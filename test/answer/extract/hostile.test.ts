import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AskedKind, answerKinds } from '../../../src/answer/answer.ts'
import { explainExtraction, extractAnswer } from '../../../src/answer/extract/extract.ts'

const kinds: readonly AskedKind[] = [...answerKinds, 'auto']
const million = 1 << 20

function repeated(unit: string): string {
  return unit.repeat(Math.ceil(million / unit.length)).slice(0, million)
}

/** Pieces that texts about answers are made of: broken and piled up, they try every path. */
const pieces = [
  '$',
  '$$',
  '\\(',
  '\\)',
  '\\[',
  '\\]',
  '\\boxed{',
  'boxed',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '**',
  '`',
  '"',
  '\\',
  '\\frac',
  '#### ',
  '<answer>',
  '</answer>',
  '<think>',
  '</think>',
  'answer',
  'Answer:',
  ' is ',
  'the result ',
  '答案',
  '是',
  'الجواب',
  'उत्तर',
  'cevap',
  'therefore ',
  ' and ',
  ' or ',
  ', ',
  '. ',
  '\n',
  '\n\n',
  ' ',
  '5',
  '-',
  '=',
  '1,234',
  '½',
  'x',
  'A',
  'B)',
  '%',
  ' percent',
  '\\text{',
  '\\begin{align}',
  '\\end{align}',
  '&',
  '\\\\',
  '\ud83d',
  '\u0000',
  '\u200b',
  '{"a":',
  '}',
] as const

describe('hostile text', () => {
  it('never makes extraction throw, and a span always lies in the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join('')),
        ),
        fc.constantFrom(...kinds),
        fc.option(fc.constantFrom('en', 'de', 'ar', 'zh', 'tlh'), { nil: undefined }),
        fc.option(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), { nil: undefined }),
        (text, kind, language, choices) => {
          const context = {
            kind,
            ...(language === undefined ? {} : { language }),
            ...(choices === undefined ? {} : { choices }),
          }
          const found = extractAnswer(text, context)
          if (found.type === 'none') return
          const [start, end] = found.span
          expect(found.value).not.toBe('')
          expect(start >= 0 && start < end && end <= text.length).toBe(true)
        },
      ),
      { numRuns: 1500 },
    )
  })

  it.each([
    ...pieces,
    '\\boxed{1} ',
    '\\boxed{1} and ',
    '$x ',
    '$1 ',
    '7',
    '7.',
    '1,',
    '1/',
    '1e',
    '1 x 10^',
    '1 234 ',
    'the answer is not 5. ',
    'answer is (',
    'answer ((',
    'answer A ',
    'A B C ',
    'A. x\n',
    '1. a\n',
    'therefore 5 ',
    '\\left(',
    '\\a',
    '\\frac{',
    '答案是',
    'is 5 ',
    '**a ',
    '|x',
    '<|a|> ',
    '#### \n',
    '(1,',
    'x+',
  ])('a million characters of %j end in an answer or none, whatever was asked', (unit) => {
    const text = `The answer is ${repeated(unit)}`
    for (const kind of ['auto', 'interval'] as const) {
      expect(['found', 'none']).toContain(extractAnswer(text, { kind }).type)
    }
    expect(['found', 'none']).toContain(extractAnswer(text, { choices: ['1', '2', '3'] }).type)
  })

  it('a number that is cut in half by the bound is no answer', () => {
    expect(extractAnswer(repeated('7'))).toEqual({ type: 'none', reason: 'not-found' })
  })

  it('boxes nested past all measure hold no answer, and the same closed hold the innermost', () => {
    const depth = 2000
    expect(extractAnswer('\\boxed{'.repeat(depth))).toEqual({ type: 'none', reason: 'truncated' })
    expect(extractAnswer(`${'\\boxed{'.repeat(depth)}5${'}'.repeat(depth)}`)).toMatchObject({
      type: 'found',
      value: '5',
      by: 'boxed',
    })
  })

  it('code is quoted whole: the number at its end was not meant as the answer', () => {
    const code = "globals()['__builtins__']['open']('marker', 'w') or 0"
    expect(extractAnswer(code)).toMatchObject({ type: 'found', value: code })
  })

  it('a flood of boxes is no list', () => {
    expect(extractAnswer(`${'\\boxed{9} '.repeat(400)}\\boxed{42}`)).toMatchObject({ value: '42' })
  })

  it('every step that was tried is told, the last one with the answer', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        const { steps, extraction } = explainExtraction(parts.join(''))
        const last = steps.at(-1)?.found
        if (extraction.type === 'found')
          expect(last).toEqual({ value: extraction.value, span: extraction.span })
        else expect(last).toBe(extraction.reason === 'truncated' ? 'truncated' : undefined)
      }),
    )
  })
})
