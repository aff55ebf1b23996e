import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordedQuestion } from '../../../src/experiment/trace/question.ts'
import { readTrace, traceName } from '../../../src/experiment/trace/read-trace.ts'
import { UsageError } from '../../../src/ground/errors.ts'
import { sharedPath } from '../../support/shared.ts'

const line = {
  dataset: 'aime2024',
  model: 'some-model',
  id: 7,
  gold: '42',
  answers: ['42', '41', null, '42.0'],
  cls: [0, 1, -1, 0],
  gold_cls: 0,
  tokens: [100, 120, 4000, 90],
}
const question: RecordedQuestion = {
  source: 'trace',
  dataset: 'aime2024',
  model: 'some-model',
  id: '7',
  gold: '42',
  answers: ['42', '41', null, '42.0'],
  classes: [0, 1, -1, 0],
  goldClass: 0,
  tokens: [100, 120, 4000, 90],
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'magi-trace-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(content: string | Buffer, name = 'trace.jsonl'): Promise<RecordedQuestion[]> {
  const path = join(folder, name)
  await writeFile(path, content)
  return await collect(readTrace(path))
}

async function collect(questions: AsyncIterable<RecordedQuestion>): Promise<RecordedQuestion[]> {
  const all: RecordedQuestion[] = []
  for await (const question of questions) all.push(question)
  return all
}

async function refusal(content: string | Buffer): Promise<string> {
  const thrown = await read(content).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(UsageError)
  return (thrown as UsageError).message.replaceAll(folder, '')
}

const text = (...lines: object[]) => lines.map((one) => `${JSON.stringify(one)}\n`).join('')

describe('readTrace', () => {
  it('reads plain and gzip files alike, whatever they are called', async () => {
    const content = text(line, { ...line, id: 'x' })
    const both = [question, { ...question, id: 'x' }]
    expect(await read(content)).toEqual(both)
    expect(await read(gzipSync(content))).toEqual(both)
    expect(await read(gzipSync(content), 'trace.jsonl.gz')).toEqual(both)
  })

  it('reads lines that are longer than one piece of the file, cut inside a letter too', async () => {
    const answers = Array.from({ length: 40_000 }, (_, index) => `√${'é'.repeat(index % 5)}`)
    const cls = answers.map((_, index) => index % 5)
    const long = { dataset: 'd', model: 'm', id: 1, answers, cls }
    const [first, second] = await read(text(long, line))
    expect(first?.answers).toEqual(answers)
    expect(second).toEqual(question)
  })

  it('takes a byte order mark, blank lines, Windows line ends and a missing last line end', async () => {
    const one = JSON.stringify(line)
    expect(await read(`\uFEFF${one}\r\n\r\n${one}`)).toEqual([question, question])
    expect(await read('')).toEqual([])
  })

  it('reads keys it does not know past, and numbers that Python writes and JSON does not have', async () => {
    const content = `{"ppl":[1.2,Infinity,-Infinity,NaN],"note":"NaN and Infinity \\"NaN\\"",${JSON.stringify(line).slice(1)}`
    expect(await read(content)).toEqual([question])
  })

  it('tells an answer that nobody gave from an answer that nobody knows', async () => {
    const never = { ...line, gold: '9', gold_cls: null }
    const unknown = { ...line, gold: null, gold_cls: null }
    const [one, two] = await read(text(never, unknown))
    expect(one).toEqual({ ...question, gold: '9', goldClass: 'never' })
    const { gold, goldClass, ...rest } = question
    expect(two).toEqual(rest)
  })

  it.each([
    ['not JSON', 'hello', 'trace.jsonl:2: not JSON'],
    ['a line cut short', JSON.stringify(line).slice(0, 90), 'trace.jsonl:2: not JSON'],
    ['a missing key', JSON.stringify({ ...line, cls: undefined }), 'trace.jsonl:2: cls: '],
    ['a wrong entry', JSON.stringify({ ...line, cls: [0, 'one', -1, 0] }), 'trace.jsonl:2: cls[1]: '],
    ['a class below -1', JSON.stringify({ ...line, cls: [0, -2, -1, 0] }), 'trace.jsonl:2: cls[1]: '],
    ['no samples', JSON.stringify({ ...line, answers: [], cls: [] }), 'trace.jsonl:2: answers: '],
    ['negative tokens', JSON.stringify({ ...line, tokens: [1, 2, -3, 4] }), 'trace.jsonl:2: tokens[2]: '],
    ['a list', '[1, 2]', 'trace.jsonl:2: the line: '],
  ])('names file, line and key of %s', async (_, bad, named) => {
    expect(await refusal(`${JSON.stringify(line)}\n${bad}\n`)).toContain(named)
  })

  it('says what does not fit together', async () => {
    expect(await refusal(text({ ...line, cls: [0, 1, -1] }))).toBe(
      '/trace.jsonl:1: cls: has 3 entries for 4 answers.',
    )
    expect(await refusal(text({ ...line, tokens: [1] }))).toBe(
      '/trace.jsonl:1: tokens: has 1 entries for 4 answers.',
    )
    expect(await refusal(text({ ...line, gold_cls: 5 }))).toBe(
      '/trace.jsonl:1: gold_cls: names class 5, which is not in cls.',
    )
  })

  it('names a file that is not there, is a folder, or is damaged gzip', async () => {
    const missing = join(folder, 'missing.jsonl')
    await expect(collect(readTrace(missing))).rejects.toThrow(
      `Cannot read ${missing}: there is no such file or folder (ENOENT)`,
    )
    await expect(collect(readTrace(folder))).rejects.toThrow(
      `Cannot read ${folder}: it is a folder, and no file (EISDIR)`,
    )
    const cut = gzipSync(text(line)).subarray(0, 60)
    expect(await refusal(cut)).toContain('Cannot read /trace.jsonl: unexpected end of file')
  })

  it('can be left before the end', async () => {
    const path = join(folder, 'left.jsonl')
    await writeFile(path, gzipSync(text(line, line).repeat(5000)))
    for await (const first of readTrace(path, 'mine')) {
      expect(first.source).toBe('mine')
      break
    }
  })
})

describe('traceName', () => {
  it('is the file name without its endings', () => {
    const names = ['a/boinf-gpqa.jsonl.gz', 'x.y.jsonl', 'plain', 'odd.GZ', '/dev/fd/63'].map(traceName)
    expect(names).toEqual(['boinf-gpqa', 'x.y', 'plain', 'odd', '63'])
  })
})

const shared = sharedPath('traces', 'chains-math500.jsonl.gz')
describe.skipIf(shared === undefined)('readTrace on other files', () => {
  it('refuses recordings of another kind at their first line', async () => {
    const reading = collect(readTrace(shared ?? ''))
    await expect(reading).rejects.toThrow('chains-math500.jsonl.gz:1: dataset: ')
  })
})

describe('numbers of a trace', () => {
  it('are read exactly where they name things: ids and known answers beyond 2^53', async () => {
    const line = '{"dataset":"d","model":"m","answers":["1"],"cls":[0],"id":ID,"gold":GOLD}\n'
    const content = [
      line.replace('ID', '12345678901234567890').replace('GOLD', '9007199254740993'),
      line.replace('ID', '12345678901234567891').replace('GOLD', '18446744073709551616'),
    ].join('')
    expect((await read(content)).map(({ id, gold }) => [id, gold])).toEqual([
      ['12345678901234567890', '9007199254740993'],
      ['12345678901234567891', '18446744073709551616'],
    ])
  })
})
