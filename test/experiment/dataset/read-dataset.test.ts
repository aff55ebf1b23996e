import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFieldFlags } from '../../../src/experiment/dataset/field-flags.ts'
import { UsageError } from '../../../src/ground/errors.ts'
import { builtInPath } from '../../../src/ground/package-root.ts'
import { lines, read, refusal } from '../../support/dataset-text.ts'

describe('public problem sets are recognised by their fields', () => {
  it('AIME 2024 with url and year', async () => {
    const text = lines(
      {
        id: 60,
        problem: 'Find $x$.',
        solution: 'It is \\boxed{204}.',
        answer: '204',
        url: 'https://x/2024_AIME_I',
        year: '2024',
      },
      {
        id: 61,
        problem: 'Find $y$.',
        solution: '…',
        answer: '025',
        url: 'https://x/2024_AIME_I',
        year: '2024',
      },
    )
    expect(await read(text, { path: 'a.jsonl' })).toEqual({
      format: 'aime',
      problems: [
        { id: '60', prompt: 'Find $x$.', answer: '204', kind: 'number' },
        { id: '61', prompt: 'Find $y$.', answer: '25', kind: 'number' },
      ],
    })
  })

  it('AIME 2024 with capital names and whole numbers', async () => {
    const text = lines({ ID: '2024-I-1', Problem: 'P', Solution: 'S', Answer: 33 })
    expect(await read(text, { path: 'a.jsonl' })).toEqual({
      format: 'aime',
      problems: [{ id: '2024-I-1', prompt: 'P', answer: '33', kind: 'number' }],
    })
  })

  it('AIME 2025 by the name of its file: question and answer, nothing else', async () => {
    const text = lines({ question: 'Q1', answer: '70' }, { question: 'Q2', answer: '588' })
    expect(await read(text, { path: 'data/aime2025-I.jsonl' })).toEqual({
      format: 'aime',
      problems: [
        { id: '1', prompt: 'Q1', answer: '70', kind: 'number' },
        { id: '2', prompt: 'Q2', answer: '588', kind: 'number' },
      ],
    })
  })

  it('AIME whose answer stands only in the box of its solution', async () => {
    const text = lines({
      id: 0,
      problem: 'P',
      solution: 'so \\boxed{1}, then $\\boxed{116}$.',
      url: 'https://x/AIME',
    })
    expect((await read(text, { path: 'a.jsonl' })).problems).toEqual([
      { id: '0', prompt: 'P', answer: '116', kind: 'number' },
    ])
  })

  it('a competition whose answers are no whole numbers is a list of questions', async () => {
    const text = lines({ problem_idx: 1, problem: 'P', answer: '\\frac{1}{2}', problem_type: ['Algebra'] })
    expect(await read(text, { path: 'hmmt.jsonl' })).toEqual({
      format: 'question-answer',
      problems: [{ id: '1', prompt: 'P', answer: '\\frac{1}{2}' }],
    })
  })

  it('MATH-500', async () => {
    const record = {
      problem: 'P',
      solution: 'S',
      answer: '[1,2)',
      subject: 'Algebra',
      level: 2,
      unique_id: 'test/algebra/1.json',
    }
    expect(await read(lines(record), { path: 'm.jsonl' })).toEqual({
      format: 'math-500',
      problems: [{ id: 'test/algebra/1.json', prompt: 'P', answer: '[1,2)' }],
    })
  })

  it('GSM8K, the gold after ####', async () => {
    const text = lines(
      { question: 'How many?', answer: 'She has <<16-7=9>>9.\n#### 9' },
      { question: 'How much?', answer: 'It is 1,200.\n#### 1,200' },
      { question: 'Colder?', answer: 'Yes.\n#### -5 ' },
    )
    expect(await read(text, { path: 'test.jsonl' })).toEqual({
      format: 'gsm8k',
      problems: [
        { id: '1', prompt: 'How many?', answer: '9', kind: 'number' },
        { id: '2', prompt: 'How much?', answer: '1200', kind: 'number' },
        { id: '3', prompt: 'Colder?', answer: '-5', kind: 'number' },
      ],
    })
  })

  const gpqa = (count: number) =>
    `Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,Explanation\n${Array.from(
      { length: count },
      (_, i) =>
        `rec${i},"Which, of ""these""\nis it?",right ${i},wrong a ${i},wrong b ${i},wrong c ${i},"because\nso"\n`,
    ).join('')}`

  it('GPQA, its options shuffled by the seed and the letter kept right', async () => {
    const { format, problems, choiceSeed } = await read(gpqa(400), {
      path: 'gpqa_diamond.csv',
      choiceSeed: 7,
    })
    expect([format, choiceSeed, problems.length]).toEqual(['gpqa', 7, 400])
    const letters = new Map<string, number>()
    problems.forEach(({ prompt, answer, choices = [], kind }, i) => {
      expect(prompt).toBe('Which, of "these"\nis it?')
      expect(kind).toBe('choice')
      expect(choices[String(answer).charCodeAt(0) - 65]).toBe(`right ${i}`)
      expect([...choices].sort()).toEqual([`right ${i}`, `wrong a ${i}`, `wrong b ${i}`, `wrong c ${i}`])
      letters.set(String(answer), (letters.get(String(answer)) ?? 0) + 1)
    })
    // 100 of each letter are expected; five standard deviations are 43.
    for (const letter of 'ABCD') expect(Math.abs((letters.get(letter) ?? 0) - 100)).toBeLessThan(43)
  })

  it('GPQA in the same order whenever the seed is the same, also for a part of the file', async () => {
    const whole = (await read(gpqa(20), { path: 'g.csv', choiceSeed: 3 })).problems
    expect((await read(gpqa(20), { path: 'g.csv', choiceSeed: 3 })).problems).toEqual(whole)
    expect((await read(gpqa(5), { path: 'g.csv', choiceSeed: 3 })).problems).toEqual(whole.slice(0, 5))
    expect((await read(gpqa(20), { path: 'g.csv', choiceSeed: 4 })).problems).not.toEqual(whole)
  })

  it('the sets that come with Magi', async () => {
    for (const file of readdirSync(builtInPath('datasets'))) {
      const path = join(builtInPath('datasets'), file)
      const { format, problems } = await read(readFileSync(path, 'utf8'), { path })
      expect(format).toBe('plain')
      expect(problems.length).toBeGreaterThan(5)
    }
  })
})

describe('a plain problem set', () => {
  const expected = {
    format: 'plain',
    problems: [
      { id: 'a', prompt: 'One?', answer: ['1', '1.0'], kind: 'number', language: 'pt-BR' },
      { id: 'b', prompt: 'Which?', answer: 'B', kind: 'choice', choices: ['x', 'y'], images: ['plot.png'] },
    ],
  }
  const records = [
    { id: 'a', prompt: 'One?', answer: ['1', '1.0'], kind: 'number', language: 'pt-BR', note: 'ignored' },
    { id: 'b', prompt: 'Which?', answer: 'y', choices: ['x', 'y'], images: ['plot.png'] },
  ]

  it('reads the same from JSON Lines, JSON, JSON in an object, and CSV', async () => {
    const csv =
      'id;prompt;answer;kind;language;choices;images\n' +
      'a;One?;"[""1"",""1.0""]";number;pt-BR;;\n' +
      '\n' +
      'b;Which?;y;;;"[""x"",""y""]";plot.png\n'
    const forms: [string, string][] = [
      ['p.jsonl', `\uFEFF${lines(...records)}\n\n`],
      ['p.json', lines(...records)],
      ['p.json', JSON.stringify(records)],
      ['p.json', JSON.stringify({ name: 'mine', problems: records }, null, 2)],
      ['p.json', JSON.stringify({ rows: records.map((row) => ({ row })) })],
      ['p.csv', csv],
      ['p.csv', csv.replaceAll('\n', '\r\n')],
      ['p.tsv', csv.replaceAll(';', '\t')],
      ['p', csv],
    ]
    for (const [path, text] of forms) expect(await read(text, { path })).toEqual(expected)
  })

  it('takes an answer that looks like a list as it is written', async () => {
    const text = lines(
      { id: 'a', prompt: 'p', answer: '[1, 2]' },
      { id: 'b', prompt: 'p', answer: 0.1 },
      { id: 'c', prompt: 'p', answer: true },
    )
    expect((await read(text, { path: 'p.jsonl' })).problems.map(({ answer }) => answer)).toEqual([
      '[1, 2]',
      '0.1',
      'true',
    ])
    const json = lines({ id: 'a', prompt: 'p', answer: '["x"]', kind: 'json' })
    expect((await read(json, { path: 'p.jsonl' })).problems[0]?.answer).toBe('["x"]')
  })

  it('takes the place of the right option as a number', async () => {
    const text = lines({ question: 'Q', choices: ['w', 'x', 'y', 'z'], answer: 2 })
    expect((await read(text, { path: 'mmlu.jsonl' })).problems).toEqual([
      { id: '1', prompt: 'Q', choices: ['w', 'x', 'y', 'z'], answer: 'C', kind: 'choice' },
    ])
  })

  it('lets the user say which field is which, and of what kind the answers are', async () => {
    const text = lines({ frage: 'Wie viel?', loesung: '3,5', nr: 7, question: 'other', answer: 'other' })
    const fields = parseFieldFlags(['prompt=frage', 'answer=loesung', 'id=nr'])
    expect((await read(text, { path: 'p.jsonl', fields, kind: 'number' })).problems).toEqual([
      { id: '7', prompt: 'Wie viel?', answer: '3,5', kind: 'number' },
    ])
    const unknown = lines({ frage: 'Wie viel?', loesung: '3,5' })
    expect(
      (await read(unknown, { path: 'p.jsonl', fields: { prompt: 'frage', answer: 'loesung' } })).format,
    ).toBe('plain')
    expect((await read(text, { path: 'p.jsonl', format: 'question-answer' })).problems[0]?.prompt).toBe(
      'other',
    )
  })
})

describe('what is wrong with a file is said', () => {
  it('all at once, with line and field', async () => {
    const text = [
      lines({ id: 'a', prompt: 'p', answer: '1' }),
      lines({ id: 'b', prompt: '  ', answer: '1' }),
      lines({ id: 'a', prompt: 'p', answer: '2' }),
      '',
      lines({ id: 'c', prompt: 'p' }),
      lines({ id: 'd', prompt: 'p', answer: '1', kind: 'nummer' }),
      lines({ id: 'e', prompt: 'p', answer: 'E', choices: ['x', 'y'] }),
      lines({ id: 'f', prompt: 3, answer: '', language: 'deutsch!' }),
    ].join('\n')
    expect((await refusal(() => read(text, { path: 'set.jsonl' }))).message.split('\n')).toEqual([
      'set.jsonl:2: prompt: no prompt',
      'set.jsonl:3: id: "a" is the id of line 1 too',
      'set.jsonl:5: answer: no gold answer',
      expect.stringMatching(/^set\.jsonl:6: kind: expected one of/),
      'set.jsonl:7: answer: "E" is no letter from A to B',
      'set.jsonl:8: prompt: expected string, received number',
      'set.jsonl:8: language: a language tag as "en" or "pt-BR"',
      'set.jsonl:8: answer: no gold answer',
    ])
  })

  it('in the names of the file', async () => {
    const text =
      'Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3\nr1,Q,a,b,,d\nr2,,a,b,c,d\nr3,Q,,b,c,d\n'
    expect((await refusal(() => read(text, { path: 'g.csv' }))).message.split('\n')).toEqual([
      'g.csv:2: choices: "Incorrect Answer 2" is empty',
      'g.csv:3: Question: no prompt',
      'g.csv:4: Correct Answer: no gold answer',
    ])
    const gsm8k = lines({ question: 'Q', answer: '#### 3' }, { question: 'Q', answer: 'three' })
    expect((await refusal(() => read(gsm8k, { path: 'g.jsonl' }))).message).toBe(
      'g.jsonl:2: answer: it does not end in "#### " and a number',
    )
  })

  it('where lines cannot be read', async () => {
    expect(
      (await refusal(() => read('{"id":"a","prompt":"p"\n[1]\n{"a":', { path: 'x.jsonl' }))).message.split(
        '\n',
      ),
    ).toEqual([
      'x.jsonl:1: this is not JSON: one object a line is expected',
      'x.jsonl:2: this is not an object with fields',
      'x.jsonl:3: this is not JSON: one object a line is expected',
    ])
    expect((await refusal(() => read('[\n  {"a": 1},\n  {"b" 2}\n]', { path: 'x.json' }))).message).toBe(
      'x.json:3: this is not JSON (column 8)',
    )
    expect(
      (await refusal(() => read('id,prompt,answer\n1,"a\nb",2,9\n2,x\n', { path: 'x.csv' }))).message.split(
        '\n',
      ),
    ).toEqual(['x.csv:2: 4 fields where the header has 3', 'x.csv:4: 2 fields where the header has 3'])
    expect((await refusal(() => read('id,prompt,answer\n1,"a,2\n', { path: 'x.csv' }))).message).toMatch(
      /^x\.csv:2: this is not CSV: Quote Not Closed/,
    )
    expect((await refusal(() => read('id,id,answer\n1,2,3\n', { path: 'x.csv' }))).message).toBe(
      'x.csv:1: id: two columns have this name',
    )
    expect((await refusal(() => read('', { path: 'x.jsonl' }))).message).toBe('x.jsonl holds no problem.')
  })

  it('where a field or a format is not there', async () => {
    const text = lines({ question: 'Q', answer: '1' })
    expect(await refusal(() => read(text, { path: 'x.jsonl', fields: { prompt: 'quesiton' } }))).toEqual({
      message: '--field prompt=quesiton: x.jsonl has no field "quesiton".',
      fix: 'Did you mean "question"? Its fields are: question, answer.',
    })
    expect((await refusal(() => read(text, { path: 'x.jsonl', format: 'gsm8' }))).fix).toBe(
      'Did you mean "gsm8k"? Use one of: plain, gpqa, arc, gsm8k, math-500, aime, question-answer.',
    )
    expect((await refusal(() => read(lines({ text: 'Q', label: 1 }), { path: 'x.jsonl' }))).message).toBe(
      'x.jsonl: no known dataset has these fields: text, label.',
    )
    expect((await refusal(() => parseFieldFlags(['promt=q']))).fix).toContain('Did you mean "prompt"?')
    expect((await refusal(() => parseFieldFlags(['id=a', 'id=b']))).message).toBe(
      '--field id is given twice.',
    )
  })

  it('and nothing else is thrown, whatever the file holds', async () => {
    const value = fc.jsonValue()
    const record = fc.dictionary(
      fc.constantFrom('id', 'prompt', 'question', 'problem', 'answer', 'choices', 'solution', 'row'),
      value,
    )
    const texts = fc.oneof(
      fc.string(),
      fc.array(record).map((records) => JSON.stringify(records)),
      fc.array(record).map((records) => lines(...records)),
      fc.array(fc.string()).map((fields) => `id,prompt,answer\n${fields.join(',')}`),
    )
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.constantFrom('x.jsonl', 'x.json', 'x.csv', 'aime.json'),
        async (text, path) => {
          try {
            await read(text, { path })
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError)
          }
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('everything that is wrong with a file', () => {
  it('is named at once, by line and field: what cannot be read beside what cannot be asked', async () => {
    const text = [
      '{"id":"a","prompt":"p","answer":"1"}',
      'not json',
      '{"id":"a","prompt":" ","answer":"2"}',
      '[1]',
      '{"id":"d","prompt":"x","answer":null}',
      '{"id":"e","prompt":"x","answer":"1","kind":"bogus"}',
      '{"id":"d","prompt":"x","answer":"1"}',
    ].join('\n')
    const { message } = await refusal(() => read(text, { path: 'a.jsonl' }))
    expect(message.split('\n').map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      'a.jsonl:2: this is not JSON',
      'a.jsonl:3: id',
      'a.jsonl:3: prompt',
      'a.jsonl:4: this is not an object with fields',
      'a.jsonl:5: answer',
      'a.jsonl:6: kind',
      'a.jsonl:7: id',
    ])
    expect(message).toContain('a.jsonl:3: id: "a" is the id of line 1 too')
  })

  it('is said of a file without a single record that can be read', async () => {
    expect((await refusal(() => read('{"id":1\n{"id":2', { path: 'a.jsonl' }))).message).toBe(
      'a.jsonl:1: this is not JSON: one object a line is expected\na.jsonl:2: this is not JSON: one object a line is expected',
    )
  })
})
