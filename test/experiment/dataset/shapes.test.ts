import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  type DatasetProgress,
  problemsOfBytes,
  readDataset,
} from '../../../src/experiment/dataset/read-dataset.ts'
import { bytesOf, lines, noticesOf, read, refusal } from '../../support/dataset-text.ts'
import { emptyFolder } from '../../support/folder.ts'

const problemsOf = async (text: string, path = 'set.jsonl', more = {}) =>
  (await read(text, { path, ...more })).problems

async function fileWith(name: string, content: string | Buffer): Promise<string> {
  const path = join(emptyFolder(), name)
  await writeFile(path, content)
  return path
}

describe('numbers of a data set', () => {
  it('are read exactly in gold answers and ids, in JSON Lines, JSON and lists in CSV', async () => {
    const rows = [
      '{"id":12345678901234567890,"problem":"a?","answer":9007199254740993}',
      '{"id":12345678901234567891,"problem":"b?","answer":[18446744073709551616,1e400]}',
    ]
    const problems = [
      { id: '12345678901234567890', prompt: 'a?', answer: '9007199254740993' },
      { id: '12345678901234567891', prompt: 'b?', answer: ['18446744073709551616', '1e400'] },
    ]
    expect(await problemsOf(rows.join('\n'))).toEqual(problems)
    expect(await problemsOf(`[${rows.join(',\n')}]`, 'set.json')).toEqual(problems)
    expect(
      await problemsOf('prompt,choices,answer\np,"[9007199254740993, 2]",9007199254740993\n', 'a.csv'),
    ).toEqual([{ id: '1', prompt: 'p', choices: ['9007199254740993', '2'], answer: 'A', kind: 'choice' }])
  })
})

describe('a file of one JSON object', () => {
  const main = { id: 'm', prompt: 'MAIN 6*7?', answer: '42' }
  const steps = [
    { problem: 'SUB 1+1', answer: '2' },
    { problem: 'SUB 2+2', answer: '4' },
  ]
  it.each([
    ['problem', { id: 'm', problem: 'MAIN 6*7?', answer: '42', steps }, {}],
    ['question', { id: 'm', question: 'MAIN 6*7?', answer: '42', hints: steps, references: steps }, {}],
    [
      'a field that the user names',
      { id: 'm', text: 'MAIN 6*7?', gold: '42', steps },
      { prompt: 'text', answer: 'gold' },
    ],
    ['messages', { id: 'm', messages: [{ role: 'user', content: 'MAIN 6*7?' }], answer: '42', steps }, {}],
  ])('is a problem where it has the text of one, whatever lists it holds: %s', async (_, record, fields) => {
    for (const path of ['one.jsonl', 'one.json', 'one.jsonl.gz']) {
      for (const text of [JSON.stringify(record), `\n${JSON.stringify(record, null, 2)}\n`])
        expect(await problemsOf(text, path, { fields })).toEqual([main])
    }
  })

  it('is a set where it only holds one', async () => {
    const set = { name: 'mine', version: 1, problems: [{ id: 'm', problem: 'MAIN 6*7?', answer: '42' }] }
    const viewer = {
      features: [{ name: 'problem' }],
      rows: [{ row_idx: 0, row: { id: 'm', problem: 'MAIN 6*7?', answer: '42' } }],
    }
    for (const value of [set, viewer]) {
      expect(await problemsOf(JSON.stringify(value), 'one.json')).toEqual([main])
      expect(await problemsOf(JSON.stringify(value, null, 2), 'one.json')).toEqual([main])
    }
  })

  it('that is broken is named by line and column, in a file of several lines too', async () => {
    const { message } = await refusal(() => read('{\n "problems": [\n  {"a" 1}\n ]\n}', { path: 'x.json' }))
    expect(message).toBe('x.json:3: this is not JSON (column 8)')
  })
})

describe('a gold answer in prose', () => {
  const prose = lines(
    { problem: '6*7', answer: 'We compute 6*7=42, thus \\boxed{42}.' },
    { problem: '6*7', answer: 'The answer is 42.' },
    { problem: '6*7', answer: 'six times seven\n#### 42' },
    { problem: '6*7', answer: ['The answer is 42.', '42.0'] },
    { problem: '6*7', answer: '\\boxed{42}' },
    { problem: '6*7', answer: '42 apples' },
  )

  it('is the answer that it announces, and a notice says how many were', async () => {
    expect((await problemsOf(prose)).map(({ answer }) => answer)).toEqual([
      '42',
      '42',
      '42',
      ['42', '42.0'],
      '\\boxed{42}',
      '42 apples',
    ])
    expect(await noticesOf(prose, { path: 'set.jsonl' })).toEqual([
      '4 gold answers are taken out of the text that announces them (line 1: 42)',
    ])
  })

  it('stands in the solution where there is no answer, as in MATH', async () => {
    const math = lines(
      { problem: 'P', level: 'Level 2', type: 'Algebra', solution: 'So $x = \\boxed{\\frac{1}{2}}$.' },
      { problem: 'Q', level: 'Level 2', type: 'Algebra', solution: 'So $x = \\boxed{3}$.' },
    )
    expect((await problemsOf(math)).map(({ answer }) => answer)).toEqual(['\\frac{1}{2}', '3'])
    expect(
      (await problemsOf(math, 'a.jsonl', { fields: { answer: 'solution' } })).map(({ answer }) => answer),
    ).toEqual(['\\frac{1}{2}', '3'])
    expect(await noticesOf(math, { path: 'set.jsonl' })).toEqual([
      '2 gold answers are taken out of the text that announces them (line 1: \\frac{1}{2})',
    ])
    const one = lines(
      { problem: 'P', solution: 'So \\boxed{1}.' },
      { problem: 'Q', solution: 'It is plain to see, and left to the reader.' },
    )
    expect((await refusal(() => read(one, { path: 'a.jsonl' }))).message).toBe(
      'a.jsonl:2: answer: no gold answer, and the solution announces none',
    )
  })

  it('is the letter that it announces where there are options', async () => {
    const choice = (answer: string) => ({ question: 'Q', choices: ['w', 'x', 'y', 'z'], answer })
    const text = lines(choice('The answer is (C).'), choice('y'), choice('c'), choice('(C) y'))
    expect((await problemsOf(text)).map(({ answer }) => answer)).toEqual(['C', 'C', 'C', 'C'])
  })

  it('stays as it is where it announces none, where answers are JSON, and where it is a name', async () => {
    const sentence = 'Both rivers meet below the old town and flow on to the sea'
    const text = lines(
      { prompt: 'p', answer: sentence },
      { prompt: 'p', answer: 'Isaac Newton, born 1643' },
      { prompt: 'p', answer: '{"answer": "The answer is 42."}', kind: 'json' },
    )
    expect((await problemsOf(text)).map(({ answer }) => answer)).toEqual([
      sentence,
      'Isaac Newton, born 1643',
      '{"answer": "The answer is 42."}',
    ])
    expect(await noticesOf(text, { path: 'set.jsonl' })).toEqual([
      '1 gold answer is long text that announces no answer, compared as it stands (first: line 1); --field answer=NAME names another field, --answer text says that they are texts',
    ])
    expect(await noticesOf(text, { path: 'set.jsonl', kind: 'text' })).toEqual([])
  })
})

describe('questions without gold answers', () => {
  it('are a set to vote on, and a notice says so and names the fields that may hold them', async () => {
    const text = lines({ prompt: 'What is 6*7?' }, { prompt: 'What is 7*8?', answer: null })
    expect(await problemsOf(text)).toEqual([
      { id: '1', prompt: 'What is 6*7?' },
      { id: '2', prompt: 'What is 7*8?' },
    ])
    expect(await noticesOf(text, { path: 'a.jsonl' })).toEqual([
      'no problem has a gold answer: votes are reported, and no accuracy',
    ])
    expect(await noticesOf(lines({ question: 'Q', target: '4' }), { path: 'a.jsonl' })).toEqual([
      'no problem has a gold answer: votes are reported, and no accuracy; if one of its other fields holds it (target): --field answer=NAME',
    ])
  })

  it('are refused by line where others have one, and where the user says which field holds it', async () => {
    const some = lines({ prompt: 'p', answer: '1', note: '' }, { prompt: 'q' })
    expect(await refusal(() => read(some, { path: 'a.jsonl' }))).toEqual({
      message: 'a.jsonl:2: answer: no gold answer',
      fix: 'Correct these lines, or say which field holds the gold answer: --field answer=NAME. Its fields are: prompt, answer, note.',
    })
    expect((await refusal(() => read(some, { path: 'a.jsonl', fields: { answer: 'note' } }))).message).toBe(
      'a.jsonl:1: note: no gold answer\na.jsonl:2: note: no gold answer',
    )
  })
})

describe('chat rows', () => {
  const user = (content: unknown) => ({ role: 'user', content })
  it('are problems: system and user are the prompt, and a reply that announces an answer is the gold', async () => {
    const text = lines(
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          user('6*7?'),
          { role: 'assistant', content: 'So \\boxed{42}.' },
        ],
      },
      { messages: [user([{ type: 'text', text: '7*8?' }]), { role: 'assistant', content: '56' }] },
    )
    expect(await problemsOf(text)).toEqual([
      { id: '1', prompt: 'Be brief.\n\n6*7?', answer: '42' },
      { id: '2', prompt: '7*8?', answer: '56' },
    ])
  })

  it('are read under the other names that they go by, with an answer of their own', async () => {
    const problem = [{ id: '1', prompt: '6*7?', answer: '42' }]
    const shapes = [
      { messages: [user('6*7?')], answer: 42 },
      {
        conversations: [
          { from: 'human', value: '6*7?' },
          { from: 'gpt', value: 'Hm, 41?' },
        ],
        answer: '42',
      },
      { prompt: [user('6*7?')], answer: '42' },
    ]
    for (const shape of shapes) expect(await problemsOf(lines(shape))).toEqual(problem)
    expect(
      await problemsOf(
        `prompt,answer\n"${JSON.stringify([user('6*7?')]).replaceAll('"', '""')}",42\n`,
        'a.csv',
      ),
    ).toEqual(problem)
    expect(await problemsOf(lines({ messages: [user('6*7?')] }))).toEqual([{ id: '1', prompt: '6*7?' }])
  })

  it('are refused where they are more than one question', async () => {
    const text = lines(
      { messages: [user('a'), { role: 'assistant', content: 'b' }, user('c')], answer: '1' },
      { messages: [user([{ type: 'image_url', image_url: 'x' }])], answer: '1' },
      { messages: [{ role: 'tool', content: 'x' }, user('a')], answer: '1' },
      { messages: [user(' ')], answer: '1' },
      { messages: [{ role: 'assistant', content: 'x' }, user('a')], answer: '1' },
    )
    expect((await refusal(() => read(text, { path: 'a.jsonl' }))).message.split('\n')).toEqual([
      'a.jsonl:1: messages: a conversation with 2 messages of the user, where one question is expected',
      'a.jsonl:2: messages: a message that holds more than text',
      'a.jsonl:3: messages: a message of "tool": system, user and assistant are known',
      'a.jsonl:4: messages: no prompt',
      'a.jsonl:5: messages: a conversation that the assistant begins, where one question is expected',
    ])
  })
})

describe('rows of ARC and their like', () => {
  const problem = { id: 'q1', prompt: 'Which?', answer: 'B', kind: 'choice', choices: ['w', 'x', 'y'] }
  it.each([
    [
      'as hubs hold them',
      {
        id: 'q1',
        question: 'Which?',
        choices: { text: ['w', 'x', 'y'], label: ['A', 'B', 'C'] },
        answerKey: 'B',
      },
    ],
    [
      'labels that are numbers',
      {
        id: 'q1',
        question: 'Which?',
        choices: { text: ['w', 'x', 'y'], label: ['1', '2', '3'] },
        answerKey: '2',
      },
    ],
    [
      'as published',
      {
        id: 'q1',
        question: {
          stem: 'Which?',
          choices: ['w', 'x', 'y'].map((text, at) => ({ text, label: 'ABC'[at] })),
        },
        answerKey: 'B',
      },
    ],
    [
      'a list of options',
      {
        id: 'q1',
        question: 'Which?',
        choices: ['w', 'x', 'y'].map((text, at) => ({ label: 'ABC'[at], text })),
        answerKey: 'B',
      },
    ],
    [
      'OpenBookQA',
      {
        id: 'q1',
        question_stem: 'Which?',
        choices: { text: ['w', 'x', 'y'], label: ['A', 'B', 'C'] },
        answerKey: 'B',
      },
    ],
  ])('%s', async (_, record) => {
    expect(await read(lines(record), { path: 'a.jsonl' })).toEqual({ format: 'arc', problems: [problem] })
  })

  it('MedQA, whose options go by letter', async () => {
    const record = { id: 'q1', question: 'Which?', options: { A: 'w', B: 'x', C: 'y' }, answer: 'x' }
    expect(await problemsOf(lines(record))).toEqual([problem])
  })

  it('numbers as options', async () => {
    expect(await problemsOf(lines({ question: 'Q', choices: [3, 4.5], answer: 4.5 }))).toEqual([
      { id: '1', prompt: 'Q', choices: ['3', '4.5'], answer: 'B', kind: 'choice' },
    ])
  })
})

describe('files', () => {
  const text = lines({ id: 'a', prompt: 'p', answer: '1' }, { id: 'b', prompt: 'q', answer: '2' })
  const problems = [
    { id: 'a', prompt: 'p', answer: '1' },
    { id: 'b', prompt: 'q', answer: '2' },
  ]

  it('are read plain and packed by gzip, whatever they are called', async () => {
    const csv = '\uFEFFid,prompt,answer\na,p,1\nb,q,2\n'
    const files: [string, string | Buffer][] = [
      ['set.jsonl', text],
      ['set.jsonl.gz', gzipSync(text)],
      ['set.jsonl', gzipSync(text)],
      ['set.csv', csv],
      ['set.csv.gz', gzipSync(csv)],
      ['set.json.gz', gzipSync(JSON.stringify(problems))],
    ]
    for (const [name, content] of files)
      expect((await readDataset(await fileWith(name, content))).problems).toEqual(problems)
  })

  it('of Parquet and other packings are refused with the command that turns them into text', async () => {
    const kinds: [name: string, magic: string, said: RegExp][] = [
      [
        "it's.parquet",
        '50415231',
        /^Turn it into text, and name that: python3 -c 'import json, sys, pyarrow\.parquet .*' '.*\/it'\\''s\.parquet' 'it'\\''s\.jsonl'$/,
      ],
      ['set.arrow', '4152524f57310000', /pyarrow as arrow.* set\.jsonl$/],
      ['set.jsonl.zst', '28b52ffd', /zstd -d .*set\.jsonl\.zst -o set\.jsonl$/],
      ['set FROM and TO.zip', '504b0304', /unzip -p '.*set FROM and TO\.zip' > 'set FROM and TO\.jsonl'$/],
      ['set.csv', 'fffe6900', /iconv -f UTF-16 -t UTF-8 .*set\.csv > utf8-set\.csv$/],
    ]
    for (const [name, magic, said] of kinds) {
      const path = await fileWith(name, Buffer.concat([Buffer.from(magic, 'hex'), Buffer.alloc(40)]))
      expect((await refusal(() => readDataset(path))).fix).toMatch(said)
    }
  })

  it('that are not UTF-8, cut off, or not there are named, with the line where there is one', async () => {
    const latin = Buffer.concat([Buffer.from(`${text}\n{"prompt":"`), Buffer.from([0xe9, 0x22, 0x7d])])
    expect((await refusal(async () => readDataset(await fileWith('a.jsonl', latin)))).message).toMatch(
      /a\.jsonl:3 is not UTF-8 text\.$/,
    )
    const csv = Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xe9, 0x2c, 0x31])
    expect((await refusal(async () => readDataset(await fileWith('a.csv', csv)))).message).toMatch(
      /a\.csv is not UTF-8 text\.$/,
    )
    const torn = gzipSync(text).subarray(0, 20)
    expect((await refusal(async () => readDataset(await fileWith('a.jsonl.gz', torn)))).message).toMatch(
      /a\.jsonl\.gz cannot be unpacked: unexpected end of file\.$/,
    )
    expect((await refusal(() => readDataset('/nowhere/a.jsonl'))).message).toMatch(
      /^\/nowhere\/a\.jsonl cannot be read: there is no such file or folder \(ENOENT\)/,
    )
  })

  it('in CSV may have a column without a name, as tables with a row number are written', async () => {
    expect(await problemsOf(',question,answer\n0,Q,1\n1,R,2\n', 'a.csv')).toEqual([
      { id: '1', prompt: 'Q', answer: '1' },
      { id: '2', prompt: 'R', answer: '2' },
    ])
  })

  it('may have fields with the names of things that every object has', async () => {
    expect(
      await problemsOf('constructor,__proto__,toString\nQ,1,x\n', 'a.csv', {
        fields: { prompt: 'constructor', answer: '__proto__' },
      }),
    ).toEqual([{ id: '1', prompt: 'Q', answer: '1' }])
  })

  it('with very many faults name the first hundred and count the others', async () => {
    const bad = lines(...Array.from({ length: 250 }, () => ({ prompt: '', answer: '1' })))
    const { message } = await refusal(() => read(bad, { path: 'a.jsonl' }))
    expect(message.split('\n')).toHaveLength(101)
    expect(message).toMatch(/\n… and 150 more\.$/)
  })
})

describe('the reading of a large file', () => {
  const many = (count: number, name = 'prompt') =>
    lines(...Array.from({ length: count }, (_, at) => ({ [name]: `p${at}`, answer: `a${at}` })))

  it('makes problems as the records come in where one record tells the format, and says how far it has come', async () => {
    const text = many(20_000)
    const size = Buffer.byteLength(text)
    const steps: DatasetProgress[] = []
    const { problems } = await readDataset(await fileWith('many.jsonl', text), {
      onProgress: (step) => steps.push(step),
    })
    expect(problems).toHaveLength(20_000)
    expect(steps.length).toBeGreaterThan(3)
    expect(steps[0]?.bytesRead).toBeLessThan(size / 2)
    expect(steps.every(({ records, problems }) => records === problems)).toBe(true)
    const named = many(20_000, 'question')
    const early: DatasetProgress[] = []
    await readDataset(await fileWith('named.jsonl', named), {
      format: 'question-answer',
      onProgress: (step) => early.push(step),
    })
    expect(early[0]?.problems).toBe(early[0]?.records)
  })

  it('says how far it has come, first of records and then of problems, where only all of them tell the format', async () => {
    const text = many(20_000, 'question')
    const steps: DatasetProgress[] = []
    await readDataset(await fileWith('many.jsonl', text), { onProgress: (step) => steps.push(step) })
    const size = Buffer.byteLength(text)
    const reading = steps.filter(({ problems }) => problems === 0)
    expect(reading.length).toBeGreaterThan(3)
    expect(reading.map(({ records }) => records)).toEqual(
      reading.map(({ records }) => records).toSorted((one, other) => one - other),
    )
    expect(reading[0]?.bytesRead).toBeLessThan(size / 2)
    const checking = Array.from({ length: 20 }, (_, at) => 1_000 * (at + 1))
    expect(steps.slice(reading.length)).toEqual(
      checking.map((problems) => ({ bytesRead: size, bytesInFile: size, records: 20_000, problems })),
    )
  })

  it.each([
    ['while it reads', ({ records }: DatasetProgress) => records >= 2_000],
    ['while it checks', ({ problems }: DatasetProgress) => problems >= 2_000],
  ])('stops %s, with the reason of the signal', async (_, isTime) => {
    for (const [name, content] of [
      ['many.jsonl', many(20_000)],
      ['many.jsonl.gz', gzipSync(many(20_000))],
      ['questions.jsonl', many(20_000, 'question')],
      ['many.csv', `prompt,answer\n${'p,1\n'.repeat(20_000)}`],
    ] as const) {
      const stop = new AbortController()
      let isLate = false
      const reading = readDataset(await fileWith(name, content), {
        signal: stop.signal,
        onProgress: (step) => {
          expect(isLate).toBe(false)
          isLate = isTime(step)
          if (isLate) stop.abort('interrupted')
        },
      })
      await expect(reading).rejects.toBe('interrupted')
    }
  })

  it('does not depend on how the bytes are cut', async () => {
    const text = lines({ prompt: 'größer — 数', answer: '1' }, { prompt: 'é', answer: '2' })
    for (const size of [1, 2, 3, 1_000]) {
      expect((await problemsOfBytes(bytesOf(text, size), { path: 'a.jsonl' })).problems).toEqual(
        await problemsOf(text),
      )
    }
  })
})
