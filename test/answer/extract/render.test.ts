import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerContext, AnswerKind } from '../../../src/answer/answer.ts'
import { extractAnswer } from '../../../src/answer/extract/extract.ts'
import { type Rendering, remarks, render, sentences, workings, wrappings } from './render.ts'

const integer = fc.integer({ min: -9999, max: 9999 }).map(String)
const natural = fc.integer({ min: 1, max: 99 }).map(String)
const letter = fc.constantFrom('x', 'y', 'n', 'k', 't')

/** Answers of every kind, as one writes them in a formula or out of it. */
const answers: Readonly<Partial<Record<AnswerKind, fc.Arbitrary<string>>>> = {
  number: fc.oneof(
    integer,
    fc.tuple(integer, natural).map(([a, b]) => `${a}.${b}`),
    fc.tuple(natural, fc.integer({ min: 100, max: 999 })).map(([a, b]) => `${a},${b}`),
    fc.tuple(natural, natural).map(([a, b]) => `${a}/${b}`),
    fc.tuple(natural, natural).map(([a, b]) => `\\frac{${a}}{${b}}`),
  ),
  percent: integer.map((a) => `${a}%`),
  quantity: natural.map((a) => `${a} \\text{ km}`),
  expression: fc.oneof(
    fc.tuple(natural, letter, natural).map(([a, x, b]) => `${a}${x} + ${b}`),
    fc.tuple(natural, natural).map(([a, b]) => `${a}\\sqrt{${b}}`),
    fc.tuple(letter, natural).map(([x, a]) => `${x}^{${a}}`),
    natural.map((a) => `${a}\\pi`),
  ),
  equation: fc.tuple(letter, natural, letter, natural).map(([y, a, x, b]) => `${y} = ${a}${x} + ${b}`),
  inequality: fc
    .tuple(letter, fc.constantFrom('<', '>', '\\leq', '\\geq'), integer)
    .map((parts) => parts.join(' ')),
  set: fc.tuple(integer, integer).map(([a, b]) => `\\{${a}, ${b}\\}`),
  list: fc.tuple(integer, integer, integer).map((parts) => parts.join(', ')),
  tuple: fc.tuple(integer, integer).map(([a, b]) => `(${a}, ${b})`),
  interval: fc.oneof(
    fc.tuple(integer, integer).map(([a, b]) => `[${a}, ${b})`),
    integer.map((a) => `(-\\infty, ${a}]`),
  ),
  matrix: fc
    .tuple(integer, integer)
    .map(([a, b]) => `\\begin{pmatrix} ${a} & 0 \\\\ 0 & ${b} \\end{pmatrix}`),
}

const rendering: fc.Arbitrary<Rendering & { readonly language: string }> = fc
  .constantFrom(...Object.keys(sentences))
  .chain((language) =>
    fc.record({
      language: fc.constant(language),
      sentence: fc.constantFrom(...(sentences[language] ?? [])),
      wrapping: fc.constantFrom(...Object.values(wrappings)),
      working: fc.constantFrom(...workings),
      remark: fc.constantFrom(...remarks),
    }),
  )

/** The same text for a sample whose language is known, and for one whose is not. */
function contexts(language: string): AnswerContext[] {
  return [{ language }, {}]
}

describe('an answer given in a sentence', () => {
  for (const [kind, answer] of Object.entries(answers)) {
    it(`of kind ${kind} is found in every language and setting, exactly where it stands`, () => {
      fc.assert(
        fc.property(answer, rendering, (value, { language, ...rest }) => {
          const text = render(value, rest)
          for (const context of contexts(language)) {
            const found = extractAnswer(text, context)
            expect(found).toMatchObject({ type: 'found', value })
            if (found.type === 'found') expect(text.slice(...found.span)).toBe(value)
          }
        }),
        { numRuns: 150 },
      )
    })

    it(`of kind ${kind} is found the same when that kind was asked for`, () => {
      fc.assert(
        fc.property(answer, rendering, (value, { language, ...rest }) => {
          const found = extractAnswer(render(value, rest), { kind: kind as AnswerKind, language })
          expect(found).toMatchObject({ type: 'found', value })
        }),
        { numRuns: 50 },
      )
    })
  }

  it('counts after the last closing think tag only', () => {
    fc.assert(
      fc.property(integer, integer, rendering, (thought, value, { language, ...rest }) => {
        const text = `<think>\n${render(thought, rest)}\n</think>\n\n${render(value, rest)}`
        expect(extractAnswer(text, { language })).toEqual(
          shifted(extractAnswer(render(value, rest), { language }), text, value, rest),
        )
      }),
    )
  })

  it('does not count while the thought that holds it is open', () => {
    fc.assert(
      fc.property(
        integer,
        rendering,
        fc.constantFrom('<think>', '[THINK]'),
        (value, { language, ...rest }, tag) => {
          const text = `Hm. ${tag}\n${render(value, rest)}`
          expect(extractAnswer(text, { language })).toEqual({ type: 'none', reason: 'truncated' })
        },
      ),
    )
  })
})

/** The extraction of a text moved to where that text ends in a longer one. */
function shifted(
  found: ReturnType<typeof extractAnswer>,
  text: string,
  value: string,
  rest: Rendering,
): unknown {
  if (found.type === 'none') return found
  const by = text.length - render(value, rest).length
  return { ...found, span: [found.span[0] + by, found.span[1] + by] }
}

describe('an option given in a sentence', () => {
  const forms = [
    '<>',
    '(<>)',
    '<>.',
    '**<>**',
    '**(<>)**',
    '\\boxed{<>}',
    '$\\boxed{\\text{<>}}$',
    '`<>`',
    'option <>',
  ]
  const listed = 'A. apples\nB. pears\nC. 12 cm\nD. none of these\n\nSome can be excluded.\n'

  it('is found in every language and setting', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('A', 'B', 'C', 'D'),
        fc.constantFrom(...forms),
        fc.constantFrom('', listed, '(A) is wrong because it is A. (B) could be.\n\n'),
        rendering.filter(
          ({ sentence, remark }) => !sentence.startsWith('<>') && !(remark ?? '').includes('I '),
        ),
        (letter, wrapping, working, { language, sentence, remark = '' }) => {
          const text = render(letter, { sentence, wrapping, working, remark })
          for (const context of contexts(language)) {
            const found = extractAnswer(text, {
              ...context,
              choices: ['apples', 'pears', '12 cm', 'none of these'],
            })
            expect(found).toMatchObject({ type: 'found', kind: 'choice', value: letter })
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
