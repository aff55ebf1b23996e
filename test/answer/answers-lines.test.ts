import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareLine, extractLine, groupLine } from '../../src/answer/answers-lines.ts'
import {
  compareOutputSchema,
  extractOutputSchema,
  groupOutputSchema,
  lineErrorSchema,
} from '../../src/answer/schema.ts'

const lines = { extract: extractLine, compare: compareLine, group: groupLine }

function reply(command: keyof typeof lines, input: unknown): unknown {
  return JSON.parse(lines[command](JSON.stringify(input), 1))
}

describe('extractLine', () => {
  it('answers with the value, its kind and the rule', () => {
    expect(extractLine('{"text":"The answer is 42."}', 1)).toBe(
      '{"type":"found","value":"42","kind":"number","by":"anchor"}',
    )
  })

  it('answers with the reason where there is no answer', () => {
    expect(extractLine('{"text":"<think>hm"}', 1)).toBe('{"type":"none","reason":"truncated"}')
    expect(extractLine('{"text":""}', 1)).toBe('{"type":"none","reason":"not-found"}')
  })

  it('takes the kind, the options and the language', () => {
    expect(reply('extract', { text: 'The answer is 42 apples.', kind: 'number' })).toMatchObject({
      value: '42',
    })
    expect(reply('extract', { text: 'The answer is Rome.', choices: ['Paris', 'Rome'] })).toMatchObject({
      value: 'B',
      kind: 'choice',
    })
    expect(reply('extract', { text: 'Ответ: Б', choices: ['1', '2'], language: 'russian' })).toMatchObject({
      value: 'B',
    })
  })
})

describe('compareLine', () => {
  it('compares two answers, and says by what', () => {
    expect(compareLine('{"a":"1/2","b":"0.5"}', 1)).toBe('{"same":true,"by":"exact"}')
    expect(reply('compare', { a: '1011_2', b: '1011_3' })).toMatchObject({ same: false })
  })

  it('finds the answers of running texts first', () => {
    const texts = { a: 'We have 3 and 4. The answer is 1/2.', b: 'So \\boxed{0.5}, after 7 steps.' }
    expect(reply('compare', { ...texts, form: 'prose' })).toEqual({ same: true, by: 'exact' })
    expect(reply('compare', { ...texts, form: 'answer' })).toMatchObject({ same: false })
  })

  it('never calls two texts without an answer the same', () => {
    const text = 'There is nothing to be said here at all'
    expect(reply('compare', { a: text, b: text, form: 'prose' })).toEqual({ same: false, by: 'no-answer' })
  })
})

describe('groupLine', () => {
  it('groups by position, abstentions apart', () => {
    expect(groupLine('{"answers":["1/2",null,"3","0.5","1/2"]}', 1)).toBe(
      '{"clusters":[{"answer":"1/2","members":[0,3,4]},{"answer":"3","members":[2]}],"abstained":[1]}',
    )
    expect(reply('group', { answers: [] })).toEqual({ clusters: [], abstained: [] })
  })
})

describe('a bad line', () => {
  it.each([
    ['extract', '', 'line 7: not a JSON object: it is empty'],
    ['extract', '{"txt":"a"}', 'line 7: text: missing; unknown key "txt"'],
    ['extract', '{"text":1}', 'line 7: text: expected string, received number'],
    ['extract', '["a"]', 'line 7: expected object, received array'],
    ['extract', '{"text":"a","choices":["x",2]}', 'line 7: choices.1: expected string, received number'],
    ['compare', '{"a":"1"}', 'line 7: b: missing'],
    ['compare', '{"a":"1","b":"2","form":"text"}', 'line 7: form: expected one of "answer"|"prose"'],
    ['group', '{"answers":["1",2]}', 'line 7: answers.1: expected string, received number'],
    ['group', '{"answers":"1"}', 'line 7: answers: expected array, received string'],
  ] as const)('of %s, %j, is answered in its place by: %s', (command, line, error) => {
    const problems: string[] = []
    const answered = lines[command](line, 7, {}, (problem) => problems.push(problem))
    expect(JSON.parse(answered)).toEqual({ error })
    expect(problems).toEqual([error])
  })

  it('that is no JSON is named with its number', () => {
    expect(JSON.parse(extractLine('{"text": nope}', 12))).toEqual({
      error: expect.stringMatching(/^line 12: not a JSON object: /),
    })
  })

  it('is the only thing that is not of the published shape', () => {
    const line = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ text: fc.string() }).map((input) => JSON.stringify(input)),
      fc.record({ a: fc.string(), b: fc.string() }).map((input) => JSON.stringify(input)),
      fc.record({ answers: fc.array(fc.option(fc.string())) }).map((input) => JSON.stringify(input)),
    )
    fc.assert(
      fc.property(line, (input) => {
        const shapes = [
          [extractLine, extractOutputSchema],
          [compareLine, compareOutputSchema],
          [groupLine, groupOutputSchema],
        ] as const
        for (const [answer, schema] of shapes) {
          const output = answer(input, 3)
          expect(output).not.toContain('\n')
          const json: unknown = JSON.parse(output)
          const error = lineErrorSchema.safeParse(json)
          if (error.success) expect(error.data.error).toMatch(/^line 3: /)
          else expect(schema.safeParse(json).success).toBe(true)
        }
      }),
    )
  })
})
